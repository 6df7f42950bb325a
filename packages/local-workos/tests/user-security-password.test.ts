import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createPassword, updatePassword } from '@workos-inc/widgets/experimental/api/fetch';
import { startHarness } from './harness.ts';
import { createCaller, messageOf, methodsOf, PASSWORD, setSettings, signInWithPassword } from './security.ts';

const harness = await startHarness();

test('sets a first password that then signs in', async () => {
  const caller = await createCaller(harness);
  const set = await createPassword({ password: 'seven-lemons-sang' }, caller.elevated);
  assert.deepEqual([set.status, set.data], [201, { success: true }]);
  assert.equal((await methodsOf(caller.plain)).Password?.isSetUp, true);
  assert.equal((await signInWithPassword(harness, caller.email, 'seven-lemons-sang')).user.id, caller.id);
  assert.ok((await methodsOf(caller.plain)).Password?.lastUsed);
  const again = await createPassword({ password: 'nine-violet-kettles' }, caller.elevated);
  assert.equal(again.status, 400);
  assert.match(messageOf(again), /already/);
  await signInWithPassword(harness, caller.email, 'seven-lemons-sang');
});

test('sets one of two first passwords sent at the same time', async () => {
  const caller = await createCaller(harness);
  const answers = await Promise.all(
    ['seven-lemons-sang', 'nine-violet-kettles'].map(async (password) => ({
      password,
      status: (await createPassword({ password }, caller.elevated)).status,
    })),
  );
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 400]);
  const set = answers.find(({ status }) => status === 201);
  await signInWithPassword(harness, caller.email, set?.password);
});

test('changes a password, given the current one', async () => {
  const caller = await createCaller(harness, { password: true });
  const refused = await updatePassword(
    { currentPassword: 'not-this-one', newPassword: 'seven-lemons-sang' },
    caller.plain,
  );
  assert.deepEqual([refused.status, refused.data], [400, { message: 'Invalid credentials' }]);
  await signInWithPassword(harness, caller.email, PASSWORD);

  const changed = await updatePassword(
    { currentPassword: PASSWORD, newPassword: 'seven-lemons-sang' },
    caller.plain,
  );
  assert.deepEqual([changed.status, changed.data], [201, { success: true }]);
  await signInWithPassword(harness, caller.email, 'seven-lemons-sang');
  await assert.rejects(signInWithPassword(harness, caller.email), { code: 'invalid_credentials' });
});

test('does not change a password that was never set', async () => {
  const caller = await createCaller(harness);
  const response = await updatePassword(
    { currentPassword: '', newPassword: 'seven-lemons-sang' },
    caller.plain,
  );
  assert.match(messageOf(response), /no password yet/);
});

test('rejects a password with every reason, and changes nothing', async () => {
  const caller = await createCaller(harness, { password: true });
  const errorsFor = async (newPassword: string) => {
    const response = await updatePassword({ currentPassword: PASSWORD, newPassword }, caller.plain);
    assert.equal(response.status, 400);
    assert.ok('errors' in response.data, JSON.stringify(response.data));
    assert.equal(response.data.code, 'password_strength_error');
    return response.data.errors;
  };
  const codesFor = async (password: string) => (await errorsFor(password)).map(({ code }) => code);

  assert.deepEqual(await codesFor('short'), ['password_too_short', 'password_too_weak']);
  assert.deepEqual((await errorsFor('Xk9#'))[0], {
    code: 'password_too_short',
    message: 'Password must be at least 10 characters long.',
    minimum_length: 10,
  });
  assert.deepEqual(await codesFor('long'.repeat(19)), ['password_too_long']);
  const [local = ''] = caller.email.split('@');
  assert.ok((await codesFor(`X${local}9`)).includes('password_contains_email'));
  const weak = (await errorsFor('password1234')).find(({ code }) => code === 'password_too_weak');
  assert.ok(weak && 'suggestions' in weak && weak.warning && weak.suggestions.length > 0);
  assert.deepEqual(await codesFor(PASSWORD), ['password_reused']);

  setSettings(harness, {
    passwordPolicy: {
      minimumStrength: 0,
      requireUppercase: true,
      requireLowercase: true,
      requireNumber: true,
      requireSymbol: true,
    },
  });
  const missing = await errorsFor('ÄÖÜ'.repeat(4));
  assert.deepEqual(
    missing.map((error) => 'character_type' in error && error.character_type),
    ['lowercase', 'number', 'symbol'],
  );
  assert.ok(missing.some((error) => 'symbols' in error && error.symbols.includes('#')));
  assert.deepEqual(
    (await errorsFor('seven lemons 7')).map((error) => 'character_type' in error && error.character_type),
    ['uppercase'],
  );
  setSettings(harness, { passwordPolicy: { minimumStrength: 0, rejectBreached: true } });
  assert.deepEqual(await codesFor('1q2w3e4r5t'), ['password_pwned']);
  setSettings(harness);
  await signInWithPassword(harness, caller.email, PASSWORD);
});

test('rejects as many recent passwords as the policy says', async () => {
  const caller = await createCaller(harness, { password: true });
  const change = (currentPassword: string, newPassword: string) =>
    updatePassword({ currentPassword, newPassword }, caller.plain);
  assert.equal((await change(PASSWORD, 'seven-lemons-sang')).status, 201);
  setSettings(harness, { passwordPolicy: { rejectLast: 2 } });
  assert.match(JSON.stringify((await change('seven-lemons-sang', PASSWORD)).data), /password_reused/);
  setSettings(harness);
  assert.equal((await change('seven-lemons-sang', PASSWORD)).status, 201);
});

test('rejects values that are not passwords', async () => {
  const caller = await createCaller(harness, { password: true });
  const bare = await createCaller(harness);
  for (const newPassword of ['', 7, null, undefined, ['a']]) {
    const body = { currentPassword: PASSWORD, newPassword } as {
      currentPassword: string;
      newPassword: string;
    };
    assert.match(messageOf(await updatePassword(body, caller.plain)), /Enter the new password/);
    const create = await createPassword({ password: newPassword } as { password: string }, bare.elevated);
    assert.match(messageOf(create), /Enter the new password/);
  }
  const { status } = await updatePassword(
    { newPassword: 'seven-lemons-sang' } as { newPassword: string; currentPassword: string },
    caller.plain,
  );
  assert.equal(status, 400);
});
