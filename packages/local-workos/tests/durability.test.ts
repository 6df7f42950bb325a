import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { createAuthorizationRequest } from '../src/authkit/authorization-requests.ts';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { startServer } from '../src/server.ts';
import { createSession, endSession, issueRefreshToken } from '../src/store/sessions.ts';
import { ACME, KOFI, sendRaw } from './harness.ts';
import { dataFolder, type Program, startProgram } from './program.ts';

function sdk({ origin, stderr }: Program): WorkOS {
  assert.ok(origin, stderr);
  const port = Number(new URL(origin).port);
  return new WorkOS(API_KEY, {
    clientId: CLIENT_ID,
    apiHostname: 'localhost',
    port,
    https: false,
    maxRetries: 0,
  });
}

describe('the data', { concurrency: true }, () => {
  test('every write that was answered survives kill -9', async () => {
    const data = dataFolder();
    const first = await startProgram(['--data', data]);
    const { organizations } = sdk(first);
    const answered: string[] = [];
    let killed = false;
    const write = async () => {
      while (!killed) answered.push((await organizations.createOrganization({ name: 'Durable' })).id);
    };
    const writers = [write(), write(), write()].map((each) => each.catch(() => {}));
    while (answered.length < 30) await new Promise((resolve) => setImmediate(resolve));
    killed = true;
    await first.stop('SIGKILL');
    await Promise.all(writers);

    const second = sdk(await startProgram(['--data', data]));
    const kept = await (await second.organizations.listOrganizations()).autoPagination();
    const ids = new Set(kept.map(({ id }) => id));
    assert.deepEqual(
      answered.filter((id) => !ids.has(id)),
      [],
    );
  });

  test('a restart keeps what was there, the signing key and the sessions', async () => {
    const data = dataFolder();
    const first = await startProgram(['--data', data]);
    const before = sdk(first);
    await before.organizations.updateOrganization({ organization: ACME, name: 'Acme, renamed' });
    const { token } = await before.widgets.createToken({
      organizationId: ACME,
      userId: KOFI,
      scopes: ['widgets:users-table:manage'],
    });
    const session = await before.userManagement.authenticateWithPassword({
      clientId: CLIENT_ID,
      email: 'lena.fischer@example.com',
      password: 'widgets-on-localhost',
    });
    const keysOf = async ({ origin = '' }: Program) =>
      (await sendRaw({ origin }, `/sso/jwks/${CLIENT_ID}`)).json();
    const keys = await keysOf(first);
    assert.equal(await first.stop('SIGTERM'), 0);

    // The issuer of the tokens is the address, so that has to stay.
    const { port } = new URL(first.origin ?? '');
    const second = await startProgram(['--data', data, '--port', port]);
    const after = sdk(second);
    assert.equal((await after.organizations.getOrganization(ACME)).name, 'Acme, renamed');
    assert.deepEqual(await keysOf(second), keys);
    const members = await sendRaw({ origin: second.origin ?? '' }, '/_widgets/UserManagement/members', {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(members.status, 200);
    const { user } = await after.userManagement.authenticateWithRefreshToken({
      clientId: CLIENT_ID,
      refreshToken: session.refreshToken,
    });
    assert.equal(user.id, session.user.id);
  });

  test('a start deletes what can be used no more, and keeps the rest', async () => {
    const data = dataFolder();
    let days = 0;
    const start = () => startServer({ port: 0, data }, () => new Date(Date.now() + days * 86_400_000));
    const first = await start();
    const { db } = first.local;
    const session = (userId: string) =>
      createSession(db, {
        user_id: userId,
        organization_id: null,
        authentication_method: 'Password',
        second_factor_at: null,
        ip_address: null,
        user_agent: null,
      });
    const [kept, ended] = [session(KOFI), session(KOFI)];
    for (const { id } of [kept, ended]) issueRefreshToken(db, id);
    endSession(db, ended.id);
    const parameters = { redirect_uri: 'http://localhost:3000/callback', screen_hint: 'sign-in' } as const;
    const { id: requestId } = createAuthorizationRequest(db, parameters, 'a browser');
    await first.close();

    days = 2;
    const second = await start();
    const sessions = second.local.db.all<{ session_id: string }>('SELECT session_id FROM refresh_tokens');
    const request = second.local.db.get('SELECT id FROM authorization_requests WHERE id = :requestId', {
      requestId,
    });
    await second.close();
    assert.deepEqual(
      sessions.map(({ session_id }) => session_id),
      [kept.id],
    );
    assert.equal(request, undefined);
  });

  test('--reset starts over with the seed', async () => {
    const data = dataFolder();
    const first = await startProgram(['--data', data]);
    const { id } = await sdk(first).organizations.createOrganization({ name: 'Forgotten' });
    await first.stop('SIGKILL');
    const second = sdk(await startProgram(['--data', data, '--reset']));
    await assert.rejects(second.organizations.getOrganization(id), { status: 404 });
    assert.equal((await second.organizations.getOrganization(ACME)).name, 'Acme Corporation');
  });
});
