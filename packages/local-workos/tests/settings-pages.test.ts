import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAuthenticationSettings } from '../src/store/authentication-settings.ts';
import { Browser } from './browser.ts';
import { createOrganization, startHarness } from './harness.ts';
import { addPasskey, createCaller, enroll, methodsOf, setSettings } from './security.ts';

const harness = await startHarness();
const { db } = harness.server.local;

test('saves the settings as shown on the page', async () => {
  const before = readAuthenticationSettings(db);
  const browser = new Browser(harness);
  const page = await browser.open('/settings');
  const saved = await harness.postForm('/settings', {
    passwords: 'on',
    minimumLength: '12',
    minimumStrength: '4',
    requireNumber: 'on',
    rejectLast: '3',
    rejectBreached: 'on',
    mfa: 'required',
    passkeyEnrollment: 'on',
    GoogleOAuth: 'on',
    GitHubOAuth: 'on',
    evilOAuth: 'on',
  });
  assert.equal(saved.headers.get('Location'), '/settings?saved=1');
  assert.deepEqual(readAuthenticationSettings(db), {
    passwords: true,
    passwordPolicy: {
      minimumLength: 12,
      minimumStrength: 4,
      requireUppercase: false,
      requireLowercase: false,
      requireNumber: true,
      requireSymbol: false,
      rejectBreached: true,
      rejectLast: 3,
    },
    mfa: 'required',
    passkeys: false,
    passkeyEnrollment: true,
    providers: ['GitHubOAuth', 'GoogleOAuth'],
  });
  const shown = (await browser.open('/settings')).html;
  for (const [name, isOn] of [
    ['GoogleOAuth', true],
    ['AppleOAuth', false],
  ] as const) {
    assert.equal(new RegExp(`name="${name}"\\s+checked`).test(shown), isOn, name);
  }
  assert.match((await browser.open('/settings?saved=1')).text, /Settings saved/);
  assert.ok(!page.text.includes('Settings saved'));
  assert.notDeepEqual(readAuthenticationSettings(db), before);
});

test('ignores an empty form', async () => {
  const before = readAuthenticationSettings(db);
  assert.equal((await harness.postForm('/settings')).status, 422);
  assert.deepEqual(readAuthenticationSettings(db), before);
});

test('shows errors next to the field, and changes nothing', async () => {
  const before = readAuthenticationSettings(db);
  for (const [name, value] of [
    ['minimumLength', '5'],
    ['minimumLength', '65'],
    ['minimumLength', 'ten'],
    ['minimumLength', ''],
    ['rejectLast', '0'],
    ['minimumStrength', '5'],
    ['mfa', 'sometimes'],
  ] as const) {
    const form = {
      minimumLength: '10',
      minimumStrength: '3',
      rejectLast: '1',
      mfa: 'optional',
      [name]: value,
    };
    const response = await harness.postForm('/settings', form);
    assert.equal(response.status, 422, `${name}=${value}`);
    assert.match(await response.text(), new RegExp(`id="${name}-error"`), `${name}=${value}`);
  }
  assert.deepEqual(readAuthenticationSettings(db), before);
});

test("removes a person's sign-in methods on their page", async () => {
  setSettings(harness);
  const caller = await createCaller(harness, { password: true });
  await enroll(harness, caller.elevated);
  await addPasskey(caller);
  await addPasskey(caller);
  const browser = new Browser(harness);
  const path = `/people/${caller.id}/security`;
  await browser.submit(await browser.open(path), `${path}/password`);
  await browser.submit(await browser.open(path), `${path}/authenticator`);
  await browser.submit(await browser.open(path), `${path}/passkey`);
  const { Password, Mfa, Passkey } = await methodsOf(caller.plain);
  assert.deepEqual([Password?.isSetUp, Mfa?.isSetUp, Passkey?.passKeys.length], [false, false, 1]);
  await browser.submit(await browser.open(path), `${path}/passkey`);
  assert.equal((await browser.open(path)).text.match(/None\./g)?.length, 3);
  assert.equal((await harness.request('/people/user_nobody/security')).status, 404);
});

test('requires MFA for an organization, and stops requiring it', async () => {
  const { id } = await createOrganization(harness);
  const browser = new Browser(harness);
  const page = await browser.open(`/organizations/${id}/manage`);
  const required = await browser.submit(page, `/organizations/${id}/mfa`, { required: '1' });
  assert.match(required.text, /Stop requiring MFA/);
  const stopped = await browser.submit(required, `/organizations/${id}/mfa`, { required: '0' });
  assert.match(stopped.text, /Require MFA/);
  assert.equal((await harness.postForm('/organizations/org_nobody/mfa', { required: '1' })).status, 404);
});
