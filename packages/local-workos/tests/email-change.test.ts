import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  me,
  members,
  resendInvite,
  revokeInvite,
  sendEmailChange,
  verifyEmailChange,
} from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../src/http/options.ts';
import { listMails } from '../src/store/mails.ts';
import { createOneTimeCode, redeemOneTimeCode } from '../src/store/one-time-codes.ts';
import { findUserByEmail } from '../src/store/users.ts';
import { Browser, codeOf, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  newEmail,
  startHarness,
  widgetToken,
} from './harness.ts';
import { createCaller, elevated, mailedCode, messageOf, PASSWORD, wrong } from './security.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const { db } = harness.server.local;

/** Someone new with {@link PASSWORD}, and the two calls they make. */
async function createMover() {
  const caller = await createCaller(harness, { password: true });
  return {
    ...caller,
    send: (newAddress: string) => sendEmailChange({ newEmail: newAddress }, caller.elevated),
    verify: (code: string) => verifyEmailChange({ code }, caller.plain),
  };
}

test('changes the address with the emailed code, everywhere', async () => {
  const organization = await createOrganization(harness);
  const caller = await createMover();
  await userManagement.createOrganizationMembership({ userId: caller.id, organizationId: organization.id });
  const session = await signInAs(harness, caller.id);
  const changed = newEmail();

  const sent = await caller.send(` ${changed} `);
  assert.equal(sent.status, 200);
  assert.ok('expiresAt' in sent.data);
  const minutes = (Date.parse(sent.data.expiresAt) - Date.now()) / 60_000;
  assert.ok(minutes > 9 && minutes <= 10);
  assert.equal(
    (await userManagement.getUser(caller.id)).email,
    caller.email,
    'nothing changes before the code',
  );
  assert.deepEqual(listMails(db, caller.email), [], 'the code goes to the new address');

  const verified = await caller.verify(mailedCode(harness, changed));
  assert.equal(verified.status, 200);
  assert.ok('user' in verified.data);
  assert.equal(verified.data.user.email, changed);
  assert.deepEqual(verified.data.user, (await me(caller.plain)).data);

  const admin = await widgetToken(harness, organization.id, organization.adminId);
  const table = await members({ search: changed }, authorized(harness, admin));
  assert.ok('data' in table.data);
  assert.deepEqual(
    table.data.data.map(({ id }) => id),
    [caller.id],
  );
  const refreshed = await userManagement.authenticateWithRefreshToken({
    clientId: CLIENT_ID,
    refreshToken: session.refreshToken,
  });
  assert.deepEqual([refreshed.user.email, refreshed.user.emailVerified], [changed, true]);
});

test("moves an open invitation to the new address, so the old mailbox can't accept it", async () => {
  const organization = await createOrganization(harness);
  const caller = await createMover();
  const sent = await userManagement.sendInvitation({ email: caller.email, organizationId: organization.id });
  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(harness, changed));

  await assert.rejects(userManagement.findInvitationByToken(sent.token), { status: 404 });
  const moved = await userManagement.getInvitation(sent.id);
  assert.deepEqual([moved.email, moved.state], [changed, 'pending']);
  assert.equal(listMails(db, changed)[0]?.link, moved.acceptInvitationUrl);

  const admin = authorized(harness, await widgetToken(harness, organization.id, organization.adminId));
  const table = await members({ search: changed }, admin);
  assert.ok('data' in table.data);
  assert.equal(table.data.data[0]?.status, 'Invited');
  assert.equal((await resendInvite(caller.id, admin)).status, 201);
  assert.equal((await revokeInvite(caller.id, admin)).status, 200);
  assert.equal((await userManagement.getInvitation(sent.id)).state, 'revoked');
});

test('ends access granted through the old mailbox', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(harness, changed));
  assert.equal((await caller.send(newEmail())).status, 403);
});

test('the hosted sign-in accepts the new address and rejects the old one', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(harness, changed));

  const { browser, page } = await startSignIn(harness);
  const refused = await browser.submit(page, '/sign-in', { email: caller.email });
  assert.match(refused.alert, /No account/);
  const passwordPage = await browser.submit(page, '/sign-in', { email: changed });
  codeOf(await browser.submit(passwordPage, '/sign-in/password', { password: PASSWORD }));
});

test('grants elevated access when the code is confirmed', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  const { data } = await caller.verify(mailedCode(harness, changed));
  assert.ok('elevatedAccessToken' in data);
  const again = await sendEmailChange(
    { newEmail: newEmail() },
    authorized(harness, caller.token, { 'x-elevated-access-token': data.elevatedAccessToken }),
  );
  assert.equal(again.status, 200);
});

test('requires a valid, different, and available address', async () => {
  const caller = await createMover();
  const other = await createMember(harness);
  const cases: [newEmail: unknown, status: number, message: RegExp][] = [
    [undefined, 400, /^Enter the new email address\.$/],
    [7, 400, /^Enter the new email address\.$/],
    ['', 422, /^Enter a valid email address\.$/],
    ['no-address', 422, /valid/],
    ['two@example.com, three@example.com', 422, /valid/],
    [`${'x'.repeat(250)}@example.com`, 422, /valid/],
    [caller.email, 409, /^This is already your email address\.$/],
    [caller.email.toUpperCase(), 409, /already/],
    [other.email, 409, /^This email address is not available\.$/],
    [other.email.toUpperCase(), 409, /not available/],
  ];
  for (const [newAddress, status, message] of cases) {
    const answer = await caller.send(newAddress as string);
    assert.equal(answer.status, status, String(newAddress));
    assert.match(messageOf(answer), message);
  }
  assert.deepEqual(listMails(db, other.email), []);
  assert.equal((await caller.verify('000000')).status, 409, 'no change was started');
});

test('rejects a wrong code and still accepts the right one', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  const code = mailedCode(harness, changed);
  for (const attempt of [wrong(code), '', '12345', `${code}0`, 'abcdef']) {
    const { status, data } = await caller.verify(attempt);
    assert.equal(status, 400, attempt);
    assert.deepEqual(data, {
      code: 'email_change_code_incorrect',
      message: 'That code is incorrect. Check the latest email.',
    });
    assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
    if (attempt === 'abcdef') break;
  }
  const tooOften = await caller.verify(code);
  assert.equal(tooOften.status, 429, 'five tries');
  assert.match('message' in tooOften.data ? tooOften.data.message : '', /Too many attempts/);

  await caller.send(changed);
  assert.equal((await caller.verify(wrong(mailedCode(harness, changed)))).status, 400);
  assert.equal((await caller.verify(` ${mailedCode(harness, changed)} `)).status, 200);
});

test('asks for a code that is missing or not text', async () => {
  const caller = await createMover();
  await caller.send(newEmail());
  const codes: unknown[] = [undefined, 123456, null, []];
  for (const code of codes) {
    const { status, data } = await caller.verify(code as string);
    assert.deepEqual([status, data], [400, { message: 'Enter the code.' }], String(code));
  }
});

test('accepts a code once', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  const code = mailedCode(harness, changed);
  assert.equal((await caller.verify(code)).status, 200);
  const { status, data } = await caller.verify(code);
  assert.equal(status, 409);
  assert.ok('message' in data);
  assert.equal(data.message, 'That code has already been used. Request a new one.');
});

test('accepts a code for ten minutes', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  harness.advance(601);
  const { status, data } = await caller.verify(mailedCode(harness, changed));
  assert.equal(status, 400);
  assert.ok('message' in data);
  assert.equal(data.message, 'That code has expired. Request a new one.');
  assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
});

test('the inbox expires a code on demand', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  const browser = new Browser(harness);
  const inbox = await browser.open(`/?${new URLSearchParams({ to: changed })}`);
  const after = await browser.submit(inbox, `/mails/${listMails(db, changed)[0]?.id}/expire-code`);
  assert.doesNotMatch(after.html, /expire-code/);
  assert.match(messageOf(await caller.verify(mailedCode(harness, changed))), /expired/);
});

test('accepts only the code of the latest email', async () => {
  const caller = await createMover();
  const [first, second] = [newEmail(), newEmail()];
  await caller.send(first);
  const firstCode = mailedCode(harness, first);
  await caller.send(second);
  if (firstCode !== mailedCode(harness, second)) assert.equal((await caller.verify(firstCode)).status, 400);
  assert.equal((await caller.verify(mailedCode(harness, second))).status, 200);
  assert.equal((await userManagement.getUser(caller.id)).email, second);
});

test('leaves an address with the person who took it in the meantime', async () => {
  const caller = await createMover();
  const changed = newEmail();
  await caller.send(changed);
  const other = await userManagement.createUser({ email: changed });
  const { status, data } = await caller.verify(mailedCode(harness, changed));
  assert.equal(status, 409);
  assert.deepEqual(data, {
    code: 'email_not_available',
    message: 'This email address is not available.',
  });
  assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
  await userManagement.deleteUser(other.id);
  assert.equal((await caller.verify(mailedCode(harness, changed))).status, 200, 'the code was not used up');
});

test('sends at most ten codes a day', async () => {
  const caller = await createMover();
  for (let count = 0; count < 10; count++) assert.equal((await caller.send(newEmail())).status, 200);
  const eleventh = newEmail();
  const { status, data } = await caller.send(eleventh);
  assert.equal(status, 429);
  assert.deepEqual(data, {
    code: 'daily_quota_exceeded',
    message: 'Too many codes were sent today. Try again tomorrow.',
  });
  assert.deepEqual(listMails(db, eleventh), []);
  const other = await createMover();
  assert.equal((await other.send(newEmail())).status, 200, "somebody else's quota is their own");
});

test('invalidates links and codes sent to the old address', async () => {
  const caller = await createMover();
  const { browser, page } = await startSignIn(harness);
  const passwordPage = await browser.submit(page, '/sign-in', { email: caller.email });
  const forgotPage = await browser.click(passwordPage, 'Forgot your password?');
  await browser.submit(forgotPage, '/forgot-password');
  const link = listMails(db, caller.email)[0]?.link ?? '';
  assert.match((await browser.open(link)).text, /Choose a new password/);
  const { code } = createOneTimeCode(db, caller.id, 'elevated_access');

  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(harness, changed));
  assert.match((await browser.open(link)).text, /This link has expired/);
  assert.equal(redeemOneTimeCode(db, caller.id, 'elevated_access', code), 'invalid');
});

test("sends a code only with the person's own, unexpired elevated access", async () => {
  const caller = await createMover();
  const other = await createMover();
  const without = await sendEmailChange({ newEmail: newEmail() }, caller.plain);
  assert.equal(without.status, 403);
  assert.match(messageOf(without), /Elevated access is required/);
  const theirs = elevated(harness, caller.token, other.id);
  assert.equal((await sendEmailChange({ newEmail: newEmail() }, theirs)).status, 403);
  harness.advance(601);
  assert.equal((await caller.send(newEmail())).status, 403);
});

test('gives an address that two people request to the first to confirm it', async () => {
  const [first, second] = [await createMover(), await createMover()];
  const changed = newEmail();
  await first.send(changed);
  const firstCode = mailedCode(harness, changed);
  await second.send(changed);
  assert.equal((await first.verify(firstCode)).status, 200);
  assert.equal((await second.verify(mailedCode(harness, changed))).status, 409);
  assert.equal(findUserByEmail(db, changed)?.id, first.id);
});

test('answers 403 without a valid token of a person', async () => {
  const { token: expired } = await createMover();
  const ofOrganization = await widgetToken(harness, ACME, undefined, []);
  harness.advance(3601);
  for (const token of [undefined, 'made-up', expired, ofOrganization]) {
    const options = authorized(harness, token);
    for (const answer of [
      await sendEmailChange({ newEmail: newEmail() }, options),
      await verifyEmailChange({ code: '000000' }, options),
    ]) {
      assert.equal(answer.status, 403);
      assert.ok(messageOf(answer));
    }
  }
});
