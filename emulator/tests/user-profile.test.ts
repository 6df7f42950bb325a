import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  me,
  members,
  sendEmailChange,
  updateMe,
  verifyEmailChange,
} from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../config.ts';
import { grantElevatedAccess } from '../elevated-access.ts';
import { listMails } from '../store/mails.ts';
import { createOneTimeCode, redeemOneTimeCode } from '../store/one-time-codes.ts';
import { findUserByEmail } from '../store/users.ts';
import { codeOf, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  newEmail,
  startHarness,
  widgetToken,
} from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const { db } = harness.server.local;

const PASSWORD = 'correct-widget-staple';
/** bcrypt of it, cheap on purpose. */
const PASSWORD_HASH = '$2b$04$ZXC.piFLygRRsLb48dgSv.prxCCpvX8MZ4FwUcpQK6bwJoOgn0Z56';

/** Someone new with a user-only token and elevated access, and the calls they make. */
async function createCaller() {
  const user = await createMember(harness);
  const token = await userToken(user.id);
  const elevated = { 'x-elevated-access-token': grantElevatedAccess(db, user.id).elevatedAccessToken };
  return {
    ...user,
    token,
    me: () => me(authorized(harness, token)),
    send: (newEmail: string) => sendEmailChange({ newEmail }, authorized(harness, token, elevated)),
    verify: (code: string) => verifyEmailChange({ code }, authorized(harness, token)),
  };
}

async function userToken(userId: string): Promise<string> {
  const response = await harness.post('/widgets/token', { user_id: userId });
  return ((await response.json()) as { token: string }).token;
}

async function setPassword(userId: string): Promise<void> {
  await userManagement.updateUser({ userId, passwordHash: PASSWORD_HASH, passwordHashType: 'bcrypt' });
}

/** The code in the newest mail to an address. */
function mailedCode(address: string): string {
  const code = listMails(db, address)[0]?.code;
  assert.ok(code, `No code was mailed to ${address}.`);
  return code;
}

/** Another code than this one. */
function wrong(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

test('shows the person, with a user-only token, a widget token and an access token', async () => {
  const organization = await createOrganization(harness);
  const user = await createMember(harness, organization.id);
  const { accessToken } = await signInAs(harness, user.id, organization.id);
  for (const token of [
    await userToken(user.id),
    await widgetToken(harness, organization.id, user.id, []),
    accessToken,
  ]) {
    const { status, data } = await me(authorized(harness, token));
    assert.equal(status, 200);
    assert.deepEqual(data, {
      id: user.id,
      email: user.email,
      firstName: null,
      lastName: null,
      locale: null,
      profilePictureUrl: null,
      oauthProfiles: null,
    });
  }
});

test('shows the linked OAuth profiles, which the public API lists as identities', async () => {
  const { data } = await me(authorized(harness, await userToken(MARCELINA)));
  assert.ok('oauthProfiles' in data && data.oauthProfiles);
  assert.deepEqual(Object.keys(data.oauthProfiles).toSorted(), [
    'AppleOAuth',
    'GithubOAuth',
    'GoogleOAuth',
    'MicrosoftOAuth',
  ]);
  assert.equal(data.oauthProfiles.GoogleOAuth?.email, 'marcelina.davis@example.com');
  assert.equal(data.oauthProfiles.GithubOAuth?.email, null);
  assert.match(data.profilePictureUrl ?? '', /^data:image/);

  const identities = await userManagement.getUserIdentities(MARCELINA);
  assert.deepEqual(
    identities.map(({ idpId, type, provider }) => [idpId, type, provider]).toSorted(),
    Object.entries(data.oauthProfiles)
      // The SDK spells this one otherwise than the API.
      .map(([provider, { id }]) => [id, 'OAuth', provider.replace('Github', 'GitHub')])
      .toSorted(),
  );
  assert.deepEqual(await userManagement.getUserIdentities((await createMember(harness)).id), []);
  await assert.rejects(userManagement.getUserIdentities('user_none'), { status: 404 });
});

test('changes the name and the locale, and leaves what is not named', async () => {
  const { id, token } = await createCaller();
  const update = async (body: Parameters<typeof updateMe>[0]) => {
    const { status, data } = await updateMe(body, authorized(harness, token));
    assert.equal(status, 200);
    assert.ok('id' in data);
    return [data.firstName, data.lastName, data.locale];
  };
  assert.deepEqual(await update({ firstName: ' Aino ', lastName: 'Virta', locale: 'fi' }), [
    'Aino',
    'Virta',
    'fi',
  ]);
  assert.deepEqual(await update({ lastName: 'Åström–O’Neil' }), ['Aino', 'Åström–O’Neil', 'fi']);
  assert.deepEqual(await update({ locale: 'pt-BR' }), ['Aino', 'Åström–O’Neil', 'pt-BR']);
  assert.deepEqual(await update({}), ['Aino', 'Åström–O’Neil', 'pt-BR']);

  const user = await userManagement.getUser(id);
  assert.deepEqual([user.firstName, user.lastName, user.locale], ['Aino', 'Åström–O’Neil', 'pt-BR']);
  assert.deepEqual(await update({ firstName: '', lastName: ' ' }), [null, null, 'pt-BR'], 'empty: no name');
});

test('a name or locale that does not fit is refused with a message, and nothing changes', async () => {
  const { id, token } = await createCaller();
  await updateMe({ firstName: 'Aino', lastName: 'Virta', locale: 'fi' }, authorized(harness, token));
  const before = await userManagement.getUser(id);
  const cases: [body: unknown, message: RegExp][] = [
    [{ firstName: 'x'.repeat(256) }, /^First name must be at most 255 characters long\.$/],
    [{ firstName: 'Noa', lastName: 'x'.repeat(256) }, /^Last name must be at most 255/],
    [{ firstName: 7 }, /^First name must be text\.$/],
    [{ firstName: null }, /^First name must be text\.$/],
    [{ locale: 'xx' }, /^This locale is not supported\.$/],
    [{ locale: '' }, /^This locale is not supported\.$/],
    [{ locale: 'EN-us' }, /^This locale is not supported\.$/],
    [[], /object/],
  ];
  for (const [body, message] of cases) {
    const { status, data } = await updateMe(body as object, authorized(harness, token));
    assert.equal(status, 400, JSON.stringify(body));
    assert.ok('message' in data);
    assert.match(data.message, message);
  }
  assert.deepEqual(await userManagement.getUser(id), before);
});

test('changes the address with the mailed code, and the change shows everywhere', async () => {
  const organization = await createOrganization(harness);
  const user = await createMember(harness, organization.id);
  await setPassword(user.id);
  const token = await userToken(user.id);
  const { elevatedAccessToken } = grantElevatedAccess(db, user.id);
  const session = await signInAs(harness, user.id);
  const changed = newEmail();

  const sent = await sendEmailChange(
    { newEmail: ` ${changed} ` },
    authorized(harness, token, { 'x-elevated-access-token': elevatedAccessToken }),
  );
  assert.equal(sent.status, 200);
  assert.ok('expiresAt' in sent.data);
  const minutes = (Date.parse(sent.data.expiresAt) - Date.now()) / 60_000;
  assert.ok(minutes > 9 && minutes <= 10);
  assert.equal((await userManagement.getUser(user.id)).email, user.email, 'nothing changes before the code');
  assert.deepEqual(listMails(db, user.email), [], 'the code goes to the new address');

  const verified = await verifyEmailChange({ code: mailedCode(changed) }, authorized(harness, token));
  assert.equal(verified.status, 200);
  assert.ok('user' in verified.data);
  assert.equal(verified.data.user.email, changed);
  const { data: mine } = await me(authorized(harness, token));
  assert.deepEqual(verified.data.user, mine);

  const table = await members(
    { search: changed },
    authorized(harness, await widgetToken(harness, organization.id, organization.adminId)),
  );
  assert.ok('data' in table.data);
  assert.deepEqual(
    table.data.data.map(({ id }) => id),
    [user.id],
  );
  const refreshed = await userManagement.authenticateWithRefreshToken({
    clientId: CLIENT_ID,
    refreshToken: session.refreshToken,
  });
  assert.deepEqual([refreshed.user.email, refreshed.user.emailVerified], [changed, true]);
  await userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email: changed, password: PASSWORD });
  await assert.rejects(
    userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email: user.email, password: PASSWORD }),
    { status: 400 },
  );
});

test('the hosted sign-in takes the new address and no longer the old one', async () => {
  const caller = await createCaller();
  await setPassword(caller.id);
  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(changed));

  const { browser, page } = await startSignIn(harness);
  const refused = await browser.submit(page, '/sign-in', { email: caller.email });
  assert.match(refused.alert, /no account/);
  const passwordPage = await browser.submit(page, '/sign-in', { email: changed });
  codeOf(await browser.submit(passwordPage, '/sign-in/password', { password: PASSWORD }));
});

test('the answer to the code grants elevated access', async () => {
  const caller = await createCaller();
  const changed = newEmail();
  await caller.send(changed);
  const { data } = await caller.verify(mailedCode(changed));
  assert.ok('elevatedAccessToken' in data);
  const again = await sendEmailChange(
    { newEmail: newEmail() },
    authorized(harness, caller.token, { 'x-elevated-access-token': data.elevatedAccessToken }),
  );
  assert.equal(again.status, 200);
});

test('an address is asked to be one, to be another, and to be free', async () => {
  const caller = await createCaller();
  const other = await createMember(harness);
  const cases: [newEmail: unknown, status: number, message: RegExp][] = [
    [undefined, 400, /^Enter the new email address\.$/],
    [7, 400, /^Enter the new email address\.$/],
    ['', 422, /^Enter a valid email address\.$/],
    ['no-address', 422, /valid/],
    ['two@example.com, three@example.com', 422, /valid/],
    [`${'x'.repeat(250)}@example.com`, 422, /valid/],
    [caller.email, 409, /^This is your email address already\.$/],
    [caller.email.toUpperCase(), 409, /already/],
    [other.email, 409, /^This email address is not available\.$/],
    [other.email.toUpperCase(), 409, /not available/],
  ];
  for (const [newAddress, status, message] of cases) {
    const answer = await caller.send(newAddress as string);
    assert.equal(answer.status, status, String(newAddress));
    assert.ok('message' in answer.data);
    assert.match(answer.data.message, message);
  }
  assert.deepEqual(listMails(db, other.email), []);
  assert.equal((await caller.verify('000000')).status, 409, 'no change was begun');
});

test('a wrong code is refused, and the right one still works', async () => {
  const caller = await createCaller();
  const changed = newEmail();
  await caller.send(changed);
  const code = mailedCode(changed);
  for (const attempt of [wrong(code), '', '12345', `${code}0`, 'abcdef']) {
    const { status, data } = await caller.verify(attempt);
    assert.equal(status, 400, attempt);
    assert.deepEqual(data, {
      code: 'email_change_code_incorrect',
      message: 'That code is not right. Check the newest mail.',
    });
    assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
    if (attempt === 'abcdef') break;
  }
  const tooOften = await caller.verify(code);
  assert.equal(tooOften.status, 429, 'five tries');
  assert.match('message' in tooOften.data ? tooOften.data.message : '', /tried too often/);

  await caller.send(changed);
  assert.equal((await caller.verify(wrong(mailedCode(changed)))).status, 400);
  assert.equal((await caller.verify(` ${mailedCode(changed)} `)).status, 200);
});

test('a code that is missing, or not text, is asked for', async () => {
  const caller = await createCaller();
  await caller.send(newEmail());
  const codes: unknown[] = [undefined, 123456, null, []];
  for (const code of codes) {
    const { status, data } = await caller.verify(code as string);
    assert.deepEqual([status, data], [400, { message: 'Enter the code.' }], String(code));
  }
});

test('a code works once', async () => {
  const caller = await createCaller();
  const changed = newEmail();
  await caller.send(changed);
  const code = mailedCode(changed);
  assert.equal((await caller.verify(code)).status, 200);
  const { status, data } = await caller.verify(code);
  assert.equal(status, 409);
  assert.ok('message' in data);
  assert.equal(data.message, 'That code has been used. Ask for a new one.');
});

test('a code works for ten minutes', async () => {
  const caller = await createCaller();
  const changed = newEmail();
  await caller.send(changed);
  harness.advance(601);
  const { status, data } = await caller.verify(mailedCode(changed));
  assert.equal(status, 400);
  assert.ok('message' in data);
  assert.equal(data.message, 'That code has expired. Ask for a new one.');
  assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
});

test('only the code of the newest mail works', async () => {
  const caller = await createCaller();
  const [first, second] = [newEmail(), newEmail()];
  await caller.send(first);
  const firstCode = mailedCode(first);
  await caller.send(second);
  if (firstCode !== mailedCode(second)) assert.equal((await caller.verify(firstCode)).status, 400);
  assert.equal((await caller.verify(mailedCode(second))).status, 200);
  assert.equal((await userManagement.getUser(caller.id)).email, second);
});

test('an address that somebody else took meanwhile stays theirs', async () => {
  const caller = await createCaller();
  const changed = newEmail();
  await caller.send(changed);
  const other = await userManagement.createUser({ email: changed });
  const { status, data } = await caller.verify(mailedCode(changed));
  assert.equal(status, 409);
  assert.deepEqual(data, {
    code: 'email_not_available',
    message: 'This email address is not available.',
  });
  assert.equal((await userManagement.getUser(caller.id)).email, caller.email);
  await userManagement.deleteUser(other.id);
  assert.equal((await caller.verify(mailedCode(changed))).status, 200, 'the code was not used up');
});

test('ten codes a day, and no more', async () => {
  const caller = await createCaller();
  for (let count = 0; count < 10; count++) assert.equal((await caller.send(newEmail())).status, 200);
  const eleventh = newEmail();
  const { status, data } = await caller.send(eleventh);
  assert.equal(status, 429);
  assert.deepEqual(data, {
    code: 'daily_quota_exceeded',
    message: 'Too many codes were sent today. Try again tomorrow.',
  });
  assert.deepEqual(listMails(db, eleventh), []);
  const other = await createCaller();
  assert.equal((await other.send(newEmail())).status, 200, "somebody else's quota is their own");
});

test('what was mailed to the old address opens nothing any more', async () => {
  const caller = await createCaller();
  await setPassword(caller.id);
  const { browser, page } = await startSignIn(harness);
  const passwordPage = await browser.submit(page, '/sign-in', { email: caller.email });
  const forgotPage = await browser.click(passwordPage, 'Forgot your password?');
  await browser.submit(forgotPage, '/forgot-password');
  const link = listMails(db, caller.email)[0]?.link ?? '';
  assert.match((await browser.open(link)).text, /Choose a new password/);
  const { code } = createOneTimeCode(db, caller.id, 'elevated_access');

  const changed = newEmail();
  await caller.send(changed);
  await caller.verify(mailedCode(changed));
  assert.match((await browser.open(link)).text, /This link has expired/);
  assert.equal(redeemOneTimeCode(db, caller.id, 'elevated_access', code), 'invalid');
});

test('the change of address asks for elevated access: there, in time, and one’s own', async () => {
  const caller = await createCaller();
  const other = await createMember(harness);
  const theirs = grantElevatedAccess(db, other.id).elevatedAccessToken;
  const expired = grantElevatedAccess(db, caller.id).elevatedAccessToken;
  harness.advance(601);
  const token = await userToken(caller.id);
  for (const elevated of [undefined, '', 'made-up', theirs, expired]) {
    const { status } = await sendEmailChange(
      { newEmail: newEmail() },
      authorized(harness, token, elevated === undefined ? {} : { 'x-elevated-access-token': elevated }),
    );
    assert.equal(status, 403, elevated);
  }
});

test('without a person in the token, without one, or with an expired one: 403', async () => {
  const { id: userId } = await createMember(harness);
  const ofOrganization = await widgetToken(harness, ACME, undefined, []);
  const expired = await userToken(userId);
  harness.advance(3601);
  for (const token of [undefined, 'made-up', expired, ofOrganization]) {
    const options = authorized(harness, token);
    for (const { status, data } of [
      await me(options),
      await updateMe({ firstName: 'A' }, options),
      await sendEmailChange({ newEmail: newEmail() }, options),
      await verifyEmailChange({ code: '000000' }, options),
    ]) {
      assert.equal(status, 403);
      assert.ok('message' in data);
    }
  }
});

test('two people who ask for one address: the first to enter the code gets it', async () => {
  const [first, second] = [await createCaller(), await createCaller()];
  const changed = newEmail();
  await first.send(changed);
  const firstCode = mailedCode(changed);
  await second.send(changed);
  assert.equal((await first.verify(firstCode)).status, 200);
  assert.equal((await second.verify(mailedCode(changed))).status, 409);
  assert.equal(findUserByEmail(db, changed)?.id, first.id);
});
