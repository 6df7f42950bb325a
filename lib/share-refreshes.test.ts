import assert from 'node:assert/strict';
import { mock, test } from 'node:test';
import { SignJWT } from 'jose';
import { shareRefreshes } from './share-refreshes.ts';

type Options = { refreshToken: string; organizationId?: string; clientId: string };

/** A stand-in for WorkOS's refresh, in which each token works once. */
function workos(accessToken: string) {
  const asked: string[] = [];
  const client = {
    async authenticateWithRefreshToken({ refreshToken, organizationId = '' }: Options) {
      asked.push(refreshToken + organizationId);
      await new Promise((resolve) => setImmediate(resolve));
      if (refreshToken === 'bad') throw new Error('invalid_grant');
      return { accessToken, refreshToken: 'next' };
    },
  };
  shareRefreshes(client as unknown as Parameters<typeof shareRefreshes>[0]);
  const refresh = (refreshToken: string, organizationId?: string) =>
    client.authenticateWithRefreshToken({
      clientId: 'client_1',
      refreshToken,
      ...(organizationId ? { organizationId } : {}),
    });
  return { asked, refresh };
}

const TOKEN = await new SignJWT({ sid: 'session_1' })
  .setProtectedHeader({ alg: 'HS256' })
  .sign(new Uint8Array(32));

test('calls WorkOS once for concurrent refreshes of a session', async () => {
  const { asked, refresh } = workos(TOKEN);
  const answers = await Promise.all([refresh('a'), refresh('a'), refresh('a')]);
  assert.deepEqual(asked, ['a']);
  assert.deepEqual(new Set(answers.map(({ accessToken }) => accessToken)), new Set([TOKEN]));
});

test('reuses the answer for a request that comes a little later', async () => {
  const { asked, refresh } = workos(TOKEN);
  await refresh('a');
  assert.equal((await refresh('a')).refreshToken, 'next');
  assert.deepEqual(asked, ['a']);
});

test('keeps the answer for a minute', async () => {
  mock.timers.enable({ apis: ['setTimeout'] });
  const { asked, refresh } = workos(TOKEN);
  await refresh('a');
  mock.timers.tick(59_999);
  await refresh('a');
  assert.deepEqual(asked, ['a']);
  mock.timers.tick(1);
  await refresh('a');
  assert.deepEqual(asked, ['a', 'a']);
  mock.timers.reset();
});

test('calls WorkOS again for another session or another organization', async () => {
  const { asked, refresh } = workos(TOKEN);
  await Promise.all([refresh('a'), refresh('b'), refresh('a', 'org_1')]);
  assert.deepEqual(asked, ['a', 'b', 'aorg_1']);
});

test('does not keep a failure', async () => {
  const { asked, refresh } = workos(TOKEN);
  await assert.rejects(refresh('bad'), /invalid_grant/);
  await assert.rejects(refresh('bad'), /invalid_grant/);
  assert.deepEqual(asked, ['bad', 'bad']);
});

test('rejects an answer without a readable token', async () => {
  const { refresh } = workos('<html>');
  await assert.rejects(refresh('a'), /without a token that can be read/);
});
