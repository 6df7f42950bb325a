import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settings } from '@workos-inc/widgets/experimental/api/fetch';
import { signInAs } from './browser.ts';
import { ACME, authorized, KOFI, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();

test('the settings name the environment and where its hosted pages are', async () => {
  for (const token of [
    await widgetToken(harness, ACME, KOFI, []),
    (await signInAs(harness, KOFI, ACME)).accessToken,
  ]) {
    const response = await settings(authorized(harness, token));
    assert.equal(response.status, 200);
    assert.deepEqual([response.data.teamName, response.data.authkitOrigin], ['Local WorkOS', harness.origin]);
  }
});

test('the origin in the settings is one that answers', async () => {
  const response = await settings(authorized(harness, await widgetToken(harness, ACME, KOFI, [])));
  assert.ok(response.status === 200);
  assert.deepEqual(await (await fetch(`${response.data.authkitOrigin}/health`)).json(), { status: 'ok' });
});

test('403 without a token, with a wrong one, or an expired one', async () => {
  const own = await startHarness();
  const token = await widgetToken(own, ACME, KOFI, []);
  assert.equal((await settings(authorized(own, undefined))).status, 403);
  assert.equal((await settings(authorized(own, 'nonsense'))).status, 403);
  own.advance(3600);
  assert.equal((await settings(authorized(own, token))).status, 403);
});
