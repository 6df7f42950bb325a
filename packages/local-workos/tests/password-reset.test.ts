import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mailPasswordReset } from '../src/passwords/reset-mail.ts';
import { requireRow } from '../src/store/database.ts';
import { listMails } from '../src/store/mails.ts';
import { findUser } from '../src/store/users.ts';
import { signInAs } from './browser.ts';
import { createOrganization, type Harness, startHarness } from './harness.ts';
import { PASSWORD_FIELDS, signInWithPassword } from './security.ts';

const harness = await startHarness();
const NEW = 'another-correct-staple-42';

/** Emails a reset link. @returns Its token. */
function mailedToken({ server: { local } }: Harness, userId: string): string {
  const user = requireRow(findUser(local.db, userId));
  mailPasswordReset(local, user);
  const url = listMails(local.db, user.email)[0]?.link;
  assert.ok(url);
  return new URL(url).searchParams.get('token') ?? '';
}

async function reset(token: string, password: string) {
  const body = new URLSearchParams({ token, password, authorization_session_id: '' });
  const response = await harness.request('/reset-password', { method: 'POST', body });
  return { status: response.status, text: await response.text() };
}

async function createPerson() {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const user = await harness.workos.userManagement.updateUser({ userId: adminId, ...PASSWORD_FIELDS });
  return { id: adminId, email: user.email, organizationId };
}

test('a password reset ends all sessions of the person', async () => {
  const { id, email, organizationId } = await createPerson();
  const { refreshToken } = await signInAs(harness, id, organizationId);
  assert.equal((await reset(mailedToken(harness, id), NEW)).status, 200);
  const { data } = await harness.workos.userManagement.listSessions(id);
  assert.deepEqual(data, []);
  const refresh = { clientId: 'client_local', refreshToken };
  await assert.rejects(harness.workos.userManagement.authenticateWithRefreshToken(refresh), /invalid_grant/);
  await signInWithPassword(harness, email, NEW);
});

test('a reset link that is sent three times at once changes the password once', async () => {
  const { id, email } = await createPerson();
  const token = mailedToken(harness, id);
  const passwords = [`${NEW}-1`, `${NEW}-2`, `${NEW}-3`];
  const answers = await Promise.all(passwords.map((password) => reset(token, password)));
  const won = answers.flatMap(({ status }, index) => (status === 200 ? [passwords[index]] : []));
  assert.equal(won.length, 1, JSON.stringify(answers.map(({ status }) => status)));
  await signInWithPassword(harness, email, won[0]);
});

test('older reset links stop working when the password changes', async () => {
  const { id } = await createPerson();
  const [first, second] = [mailedToken(harness, id), mailedToken(harness, id)];
  assert.equal((await reset(second, NEW)).status, 200);
  const { status, text } = await reset(first, `${NEW}-again`);
  assert.notEqual(status, 200);
  assert.match(text, /already been used/);

  const third = mailedToken(harness, id);
  await harness.workos.userManagement.updateUser({ userId: id, password: `${NEW}-by-api` });
  assert.notEqual((await reset(third, NEW)).status, 200);
});
