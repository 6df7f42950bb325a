import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settings } from '@workos-inc/widgets/experimental/api/fetch';
import { signInAs } from './browser.ts';
import { ACME, authorized, KOFI, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();

test('returns the name of the environment and the origin of its hosted pages', async () => {
  for (const token of [
    await widgetToken(harness, ACME, KOFI, []),
    (await signInAs(harness, KOFI, ACME)).accessToken,
  ]) {
    const response = await settings(authorized(harness, token));
    assert.equal(response.status, 200);
    assert.deepEqual([response.data.teamName, response.data.authkitOrigin], ['Local WorkOS', harness.origin]);
  }
});

test('returns an origin that responds', async () => {
  const response = await settings(authorized(harness, await widgetToken(harness, ACME, KOFI, [])));
  assert.ok(response.status === 200);
  assert.deepEqual(await (await fetch(`${response.data.authkitOrigin}/health`)).json(), { status: 'ok' });
});

test('answers 403 without a valid token', async () => {
  const own = await startHarness();
  const token = await widgetToken(own, ACME, KOFI, []);
  assert.equal((await settings(authorized(own, undefined))).status, 403);
  assert.equal((await settings(authorized(own, 'nonsense'))).status, 403);
  own.advance(3600);
  assert.equal((await settings(authorized(own, token))).status, 403);
});
