import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deletePasskey, registerPasskey, verifyPasskey } from '@workos-inc/widgets/experimental/api/fetch';
import { DEFAULT_APP_ORIGIN } from '../src/http/options.ts';
import { startHarness } from './harness.ts';
import { addPasskey, createCaller, messageOf, methodsOf } from './security.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

const harness = await startHarness();

test('adds verified passkeys, and removes one', async () => {
  const caller = await createCaller(harness);
  const first = await addPasskey(caller);
  await addPasskey(caller, { origin: harness.origin });
  const { Passkey } = await methodsOf(caller.plain);
  assert.equal(Passkey?.isSetUp, true);
  assert.equal(Passkey?.passKeys.length, 2);

  // The options list existing passkeys, so that the browser does not create a second one on the same device.
  const { data } = await registerPasskey(caller.elevated);
  assert.ok('options' in data);
  assert.ok(JSON.stringify(data.options).includes(first.id));

  const [passkey] = Passkey?.passKeys ?? [];
  assert.ok(passkey);
  const other = await createCaller(harness);
  assert.equal((await deletePasskey(passkey.id, other.elevated)).status, 400);
  const removed = await deletePasskey(passkey.id, caller.elevated);
  assert.deepEqual([removed.status, removed.data], [200, { success: true }]);
  assert.equal((await methodsOf(caller.plain)).Passkey?.passKeys.length, 1);
  const again = await deletePasskey(passkey.id, caller.elevated);
  assert.equal(again.status, 400);
  assert.match(messageOf(again), /not found/);
});

test('rejects an invalid passkey and uses up the challenge', async () => {
  const caller = await createCaller(harness);
  const ceremony = async (origin = DEFAULT_APP_ORIGIN) => {
    const { data } = await registerPasskey(caller.elevated);
    assert.ok('challengeId' in data);
    return { challengeId: data.challengeId, challenge: String(data.options.challenge), origin };
  };
  const device = new SoftwareAuthenticator();
  const wrongOnes: [string, Awaited<ReturnType<typeof ceremony>>, object][] = [];
  const add = (name: string, made: Awaited<ReturnType<typeof ceremony>>, response: object) =>
    wrongOnes.push([name, made, response]);
  const evil = await ceremony('http://evil.example');
  add('another origin', evil, device.register(evil));
  const otherHost = await ceremony();
  add('another host', otherHost, device.register(otherHost, { rpId: 'evil.example' }));
  const unverified = await ceremony();
  add('user not verified', unverified, device.register(unverified, { userVerified: false }));
  const otherChallenge = await ceremony();
  add('another challenge', otherChallenge, device.register({ ...otherChallenge, challenge: 'bm90IHRoaXM' }));
  add('no passkey', await ceremony(), { id: 'nothing' });
  for (const [name, { challengeId }, response] of wrongOnes) {
    const body = { challengeId, response: response as Record<string, unknown> };
    const refused = await verifyPasskey(body, caller.elevated);
    assert.equal(refused.status, 400, name);
    assert.match(messageOf(refused), /could not be verified/, name);
    assert.match(messageOf(await verifyPasskey(body, caller.elevated)), /expired/, name);
  }
  const made = await ceremony();
  harness.advance(300);
  const late = { challengeId: made.challengeId, response: device.register(made) };
  assert.match(messageOf(await verifyPasskey(late, caller.elevated)), /expired/);
  const others = await ceremony();
  const other = await createCaller(harness);
  const stolen = { challengeId: others.challengeId, response: device.register(others) };
  assert.match(messageOf(await verifyPasskey(stolen, other.elevated)), /expired/);
  const malformed: unknown[] = [{}, { challengeId: 'x' }, { challengeId: 'x', response: 'x' }];
  for (const body of malformed) {
    assert.equal((await verifyPasskey(body as typeof stolen, caller.elevated)).status, 400);
  }
  assert.equal((await methodsOf(caller.plain)).Passkey?.isSetUp, false);
});

test('binds a passkey to one person', async () => {
  const caller = await createCaller(harness);
  const device = await addPasskey(caller);
  const other = await createCaller(harness);
  const { data } = await registerPasskey(other.elevated);
  assert.ok('challengeId' in data);
  const ceremony = { challenge: String(data.options.challenge), origin: DEFAULT_APP_ORIGIN };
  const body = { challengeId: data.challengeId, response: device.register(ceremony) };
  assert.match(messageOf(await verifyPasskey(body, other.elevated)), /already/);
});
