import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { API_KEY, CLIENT_ID } from '../config.ts';
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
