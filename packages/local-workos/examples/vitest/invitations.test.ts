import { WorkOS } from '@workos-inc/node';
import { startLocalWorkOS } from 'local-workos';
import { afterAll, beforeEach, expect, test } from 'vitest';

const local = await startLocalWorkOS();
const workos = new WorkOS(local.apiKey, {
  clientId: local.clientId,
  apiHostname: 'localhost',
  port: local.port,
  https: false,
});

beforeEach(() => local.reset());
afterAll(() => local.close());

test('sends an invitation that expires after a week', async () => {
  const email = 'ada@example.com';
  const { id, acceptInvitationUrl } = await workos.userManagement.sendInvitation({ email });
  expect(local.mails(email)[0]?.link).toBe(acceptInvitationUrl);

  local.advance(8 * 24 * 60 * 60);
  expect((await workos.userManagement.getInvitation(id)).state).toBe('expired');
});

test('retries when WorkOS is unavailable', async () => {
  local.addFault({ method: 'POST', path: '/organizations', status: 503, count: 1 });
  await workos.organizations.createOrganization({ name: 'Initech' });
  expect(local.requests().map(({ status }) => status)).toEqual([201, 503]);
});
