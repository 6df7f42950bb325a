import { createHmac } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Person } from '../local-workos.ts';
import { OWN_SERVERS, WEBHOOK_SECRET } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

test.use({ ownServers: OWN_SERVERS.shortSessions });

test('a person whom the directory removes is signed out of the app', async ({
  page,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const member = await localWorkOS.createMember(organization, 'Grace');
  const { link } = await localWorkOS.sdk.adminPortal.generateLink({
    intent: 'dsync',
    organization: organization.id,
  });
  const portal = otherPage;
  await portal.goto(link);
  await linkDirectory(portal, member);
  await localWorkOS.signIn(page, member, organization, '/profile');
  await expect(page.getByRole('heading', { level: 1, name: 'Profile' })).toBeVisible();

  await portal.getByRole('link', { name: `Edit ${member.name}` }).click();
  await portal.getByRole('button', { name: 'Remove from the directory' }).click();
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('status')).toHaveText('Synced: 1 removed.');
  await expect
    .poll(async () => (await localWorkOS.sdk.userManagement.listSessions(member.id)).data.length)
    .toBe(0);
  // The access token of this server lasts five seconds.
  await expect(async () => {
    await page.reload();
    await expect(page.getByRole('heading', { level: 1, name: 'Sign in' })).toBeVisible({ timeout: 1000 });
  }).toPass();

  await localWorkOS.signIn(otherPage, organization.admin, organization);
  await expect(memberRow(otherPage, organization.admin)).toBeVisible();
  await expect(memberRow(otherPage, member)).toHaveCount(0);
});

test('refuses what WorkOS did not sign', async ({ request }) => {
  const body = JSON.stringify({ id: 'event_1', event: 'dsync.user.deleted', data: {} });
  const signed = (secret: string, at = Date.now(), data = body) =>
    `t=${at}, v1=${createHmac('sha256', secret).update(`${at}.${data}`).digest('hex')}`;
  const post = async (signature: string | undefined, data = body) => {
    const headers = {
      'Content-Type': 'application/json',
      ...(signature ? { 'WorkOS-Signature': signature } : {}),
    };
    return (await request.post('/api/webhooks', { headers, data })).status();
  };
  expect(await post(undefined)).toBe(400);
  expect(await post('nonsense')).toBe(400);
  expect(await post(signed('another secret'))).toBe(400);
  expect(await post(signed(WEBHOOK_SECRET, Date.now() - 10 * 60_000))).toBe(400);
  expect(await post(signed(WEBHOOK_SECRET))).toBe(204);
  expect((await request.get('/api/webhooks')).status()).toBe(405);
  // Signed by WorkOS, but nothing that the SDK can read: no refusal of the signature.
  const unreadable = '{ "id": "event_2", "event": "dsync.user.deleted" }';
  expect(await post(signed(WEBHOOK_SECRET, Date.now(), unreadable), unreadable)).toBe(500);
});

/** Sets up a directory with this person in the Admin Portal. */
async function linkDirectory(portal: Page, { email, name }: Person): Promise<void> {
  await portal.getByLabel('Directory provider').selectOption('Okta');
  await portal.getByRole('button', { name: 'Continue' }).click();
  await portal.getByRole('button', { name: 'Create access token' }).click();
  const token = (await portal.locator('code.secret').textContent()) ?? '';
  await portal.getByLabel('Access token').fill(token);
  await portal.getByRole('button', { name: 'Connect' }).click();
  const [firstName = '', lastName = ''] = name.split(' ');
  await portal.getByRole('link', { name: 'Add a person' }).click();
  await portal.getByLabel('Email').fill(email);
  await portal.getByLabel('First name').fill(firstName);
  await portal.getByLabel('Last name').fill(lastName);
  await portal.getByRole('button', { name: 'Add' }).click();
  await portal.getByRole('button', { name: 'Sync now' }).click();
  await expect(portal.getByRole('status')).toHaveText('Synced: 1 added.');
}
