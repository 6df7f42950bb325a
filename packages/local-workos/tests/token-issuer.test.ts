import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SignJWT } from 'jose';
import { ACME, MARCELINA, sendRaw, startHarness } from './harness.ts';

const harness = await startHarness();

/** A token with the right signature and claims, except for the given changes. */
async function token(changes: Record<string, unknown>): Promise<string> {
  const { kid, privateKey } = await harness.server.local.signingKey;
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    iss: `${harness.origin}/user_management/client_local`,
    sub: MARCELINA,
    org_id: ACME,
    aud: 'widgets',
    permissions: ['widgets:users-table:manage'],
    iat: now,
    exp: now + 60,
    ...changes,
  };
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid }).sign(privateKey);
}

async function members(changes: Record<string, unknown>): Promise<number> {
  const headers = { Authorization: `Bearer ${await token(changes)}` };
  return (await sendRaw(harness, '/_widgets/UserManagement/members', { headers })).status;
}

test('accepts a token of this environment', async () => {
  assert.equal(await members({}), 200);
});

for (const iss of ['https://api.workos.com/user_management/client_local', '', undefined]) {
  test(`rejects a token with the issuer ${JSON.stringify(iss)}`, async () => {
    assert.equal(await members({ iss }), 403);
  });
}

test('rejects an expired token', async () => {
  assert.equal(await members({ exp: Math.floor(Date.now() / 1000) - 1 }), 403);
});
