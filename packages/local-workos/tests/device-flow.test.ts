import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, startSignIn } from './browser.ts';
import { answer, createOrganization, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS } from './security.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** The SDK has no method for devices, and OAuth clients send forms. */
const send = (path: string, fields: Record<string, string>) =>
  harness.request(path, { method: 'POST', body: new URLSearchParams(fields) });

async function startDevice(): Promise<Record<string, string> & { device_code: string; user_code: string }> {
  const response = await send('/user_management/authorize/device', { client_id: CLIENT_ID });
  assert.equal(response.status, 200);
  return (await response.json()) as Awaited<ReturnType<typeof startDevice>>;
}

async function poll(deviceCode: string) {
  const { status, body } = await answer(
    await send('/user_management/authenticate', {
      client_id: CLIENT_ID,
      grant_type: GRANT,
      device_code: deviceCode,
    }),
  );
  return { status, ...(body as { error?: string; user?: { id: string }; organization_id?: string }) };
}

async function createPerson() {
  const { id: organizationId } = await createOrganization(harness);
  const { id, email } = await userManagement.createUser({
    email: newEmail(),
    emailVerified: true,
    ...PASSWORD_FIELDS,
  });
  await userManagement.createOrganizationMembership({ userId: id, organizationId });
  return { id, email, organizationId };
}

/** Enters the code and signs in. */
async function approve(userCode: string, email: string) {
  const browser = new Browser(harness);
  const page = await browser.open('/device');
  const signIn = await browser.submit(page, '/device', { user_code: userCode });
  const password = await browser.submit(signIn, '/sign-in', { email });
  return browser.submit(password, '/sign-in/password', { password: PASSWORD });
}

test('signs a device in once the person has entered the code and signed in', async () => {
  const person = await createPerson();
  const device = await startDevice();
  assert.match(device.user_code, /^[B-Z]{4}-[B-Z]{4}$/);
  assert.equal((await poll(device.device_code)).error, 'authorization_pending');
  const done = await approve(device.user_code.toLowerCase().replace('-', ' '), person.email);
  assert.match(done.text, /The device is signed in/);
  const session = await poll(device.device_code);
  assert.equal(session.status, 200);
  assert.equal(session.user?.id, person.id);
  assert.equal(session.organization_id, person.organizationId);
  assert.equal((await poll(device.device_code)).error, 'invalid_grant');
  assert.equal((await new Browser(harness).open(done.url.toString())).status, 400);
});

test('the complete address fills in the code', async () => {
  const device = await startDevice();
  const browser = new Browser(harness);
  const page = await browser.open(device.verification_uri_complete ?? '');
  assert.match(page.html, new RegExp(`value="${device.user_code}"`));
  const denied = await browser.submit(page, '/device', { user_code: device.user_code, deny: '1' });
  assert.match(denied.text, /denied/);
  assert.equal((await poll(device.device_code)).error, 'access_denied');
  const again = await browser.submit(page, '/device', { user_code: device.user_code });
  assert.equal(again.status, 422, 'nobody can decide twice');
});

test('asks a device that polls too often to slow down, and longer each time', async () => {
  const { device_code: code } = await startDevice();
  assert.equal((await poll(code)).error, 'authorization_pending');
  assert.equal((await poll(code)).error, 'slow_down');
  harness.advance(6);
  assert.equal((await poll(code)).error, 'slow_down');
  harness.advance(16);
  assert.equal((await poll(code)).error, 'authorization_pending');
});

test('a code expires after five minutes, on the page too', async () => {
  const device = await startDevice();
  harness.advance(301);
  assert.equal((await poll(device.device_code)).error, 'expired_token');
  const browser = new Browser(harness);
  const page = await browser.submit(await browser.open('/device'), '/device', {
    user_code: device.user_code,
  });
  assert.match(page.alert, /incorrect or has expired/);
});

test('does not sign in a person who was removed in the meantime', async () => {
  const person = await createPerson();
  const device = await startDevice();
  await approve(device.user_code, person.email);
  await userManagement.deleteUser(person.id);
  assert.equal((await poll(device.device_code)).error, 'access_denied');
});

test('a code of another sign-in approves no device', async () => {
  const device = await startDevice();
  const person = await createPerson();
  const { browser, page } = await startSignIn(harness);
  const password = await browser.submit(page, '/sign-in', { email: person.email });
  const back = await browser.submit(password, '/sign-in/password', { password: PASSWORD });
  const returned = await browser.open(`/device/return?code=${codeOf(back)}`);
  assert.equal(returned.status, 400);
  assert.equal((await poll(device.device_code)).error, 'authorization_pending');
});

test('refuses unknown clients, codes, and forms of other pages', async () => {
  const wrong: Record<string, string>[] = [{ client_id: 'client_other' }, { client_id: '' }, {}];
  for (const fields of wrong) {
    const { status, body } = await answer(await send('/user_management/authorize/device', fields));
    assert.deepEqual([status, (body as { error: string }).error], [400, 'invalid_client']);
  }
  const json = await harness.post('/user_management/authorize/device', { client_id: CLIENT_ID });
  assert.equal(json.status, 200);
  assert.equal((await harness.post('/user_management/authorize/device', { client_id: 7 })).status, 400);
  assert.equal((await poll('unknown')).error, 'invalid_grant');
  assert.equal((await poll('')).error, 'invalid_grant');

  const device = await startDevice();
  const forged = await new Browser(harness).post('/device', { user_code: device.user_code, deny: '1' });
  assert.ok(forged.status >= 400);
  assert.equal((await poll(device.device_code)).error, 'authorization_pending');
});
