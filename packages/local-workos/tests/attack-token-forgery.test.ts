import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { ACME, MARCELINA, sendRaw, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();
const { kid, privateKey, publicKey } = await harness.server.local.signingKey;
const other = await generateKeyPair('RS256');
const elliptic = await generateKeyPair('ES256');
/** When the suite began, in seconds. */
const now = Math.floor(Date.now() / 1000);

const CLAIMS = {
  iss: `${harness.origin}/user_management/client_local`,
  sub: MARCELINA,
  org_id: ACME,
  aud: 'widgets',
  permissions: ['widgets:users-table:manage'],
  iat: now,
  exp: now + 3600,
};

/** A token with the right signature and claims, except for the given changes. */
function token(claims: Record<string, unknown> = {}, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'RS256', kid, ...header })
    .sign(privateKey);
}

const base64 = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const payload = base64(CLAIMS);

/** A token of this environment, cut and changed. */
async function changed(change: (parts: [string, string, string]) => string): Promise<string> {
  return change((await token()).split('.') as [string, string, string]);
}

const FORGERIES: [what: string, forge: () => Promise<string> | string][] = [
  ['without a signature', () => changed(([head, body]) => `${head}.${body}.`)],
  ['without the third part', () => changed(([head, body]) => `${head}.${body}`)],
  ['with a part too many', () => changed((parts) => `${parts.join('.')}.x`)],
  ['with the algorithm none', () => `${base64({ alg: 'none' })}.${payload}.`],
  ['with the algorithm NONE', () => `${base64({ alg: 'NONE', kid })}.${payload}.`],
  [
    'with the algorithm none and a real signature',
    () => changed(([, , end]) => `${base64({ alg: 'none' })}.${payload}.${end}`),
  ],
  [
    'signed with the public key as a secret',
    async () =>
      new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: 'HS256', kid })
        .sign(new TextEncoder().encode(await exportSPKI(publicKey))),
  ],
  ['signed with an empty secret', () => changed(([, body]) => `${base64({ alg: 'HS256' })}.${body}.AAAA`)],
  [
    'signed by another key',
    () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid }).sign(other.privateKey),
  ],
  [
    'signed by a key of another kind',
    () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'ES256', kid }).sign(elliptic.privateKey),
  ],
  [
    'that brings its own key',
    async () =>
      new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: 'RS256', jwk: { kty: 'RSA', n: 'AQAB', e: 'AQAB' } })
        .sign(other.privateKey),
  ],
  [
    'that names where its key is',
    () =>
      new SignJWT(CLAIMS)
        .setProtectedHeader({ alg: 'RS256', kid, jku: 'http://127.0.0.1:9/jwks', x5u: 'http://127.0.0.1:9/' })
        .sign(other.privateKey),
  ],
  [
    'whose key ID is a path',
    () =>
      new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid: '../../dev/null' }).sign(other.privateKey),
  ],
  [
    'whose key ID is SQL',
    () => new SignJWT(CLAIMS).setProtectedHeader({ alg: 'RS256', kid: "' OR 1=1 --" }).sign(other.privateKey),
  ],
  [
    'for somebody else under the same signature',
    () => changed(([head, , end]) => `${head}.${base64({ ...CLAIMS, sub: 'user_other' })}.${end}`),
  ],
  [
    'with more permissions under the same signature',
    () => changed(([head, , end]) => `${head}.${base64({ ...CLAIMS, permissions: ['*'] })}.${end}`),
  ],
  [
    'for another organization under the same signature',
    () => changed(([head, , end]) => `${head}.${base64({ ...CLAIMS, org_id: 'org_other' })}.${end}`),
  ],
  [
    'with another signature’s beginning',
    () => changed(([head, body, end]) => `${head}.${body}.AAAA${end.slice(4)}`),
  ],
  ['with a shortened signature', () => changed(([head, body, end]) => `${head}.${body}.${end.slice(0, -8)}`)],
  ['of another issuer', () => token({ iss: 'https://api.workos.com/user_management/client_local' })],
  ['of an empty issuer', () => token({ iss: '' })],
  ['without an issuer', () => token({ iss: undefined })],
  ['of a list of issuers', () => token({ iss: [CLAIMS.iss] })],
  ['of another client', () => token({ iss: `${harness.origin}/user_management/client_other` })],
  ['of an issuer that begins right', () => token({ iss: `${CLAIMS.iss}.evil.example` })],
  ['that has expired', () => token({ exp: now - 1 })],
  ['that is not valid yet', () => token({ nbf: now + 3600 })],
  ['whose end is text', () => token({ exp: 'never' })],
  ['for nobody that exists', () => token({ sub: 'user_01AAAAAAAAAAAAAAAAAAAAAAAA' })],
  ['for an organization that does not exist', () => token({ org_id: 'org_01AAAAAAAAAAAAAAAAAAAAAAAA' })],
  ['for lists of people', () => token({ sub: [MARCELINA] as unknown as string })],
  ['with permissions that are text', () => token({ permissions: 'widgets:users-table:manage' })],
  ['without permissions', () => token({ permissions: undefined })],
  ['with the permission of another widget', () => token({ permissions: ['widgets:sso:manage'] })],
  ['with a permission that begins right', () => token({ permissions: ['widgets:users-table:manage:x'] })],
  ['that is the API key', () => 'sk_test_default'],
  ['that is empty', () => ''],
  ['that is nonsense', () => 'a.b.c'],
  ['that is encrypted', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMjU2R0NNIn0..a.b.c'],
  [
    'with critical extensions',
    () => changed(([, body, end]) => `${base64({ alg: 'RS256', kid, crit: ['exp'] })}.${body}.${end}`),
  ],
];

test('accepts a token of this environment', async () => {
  assert.equal(await members(await token()), 200);
  assert.equal(await members(await widgetToken(harness, ACME, MARCELINA)), 200);
});

for (const [what, forge] of FORGERIES) {
  test(`a widget rejects a token ${what}`, async () => {
    assert.equal(await members(await forge()), 403);
  });

  test(`changes nothing for a token ${what}`, async () => {
    const response = await sendRaw(harness, '/_widgets/UserManagement/invite-user', {
      method: 'POST',
      headers: { Authorization: `Bearer ${await forge()}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ email: 'forged@example.com', roles: ['member'] }),
    });
    assert.equal(response.status, 403);
    const { data } = await harness.workos.userManagement.listInvitations({ email: 'forged@example.com' });
    assert.deepEqual(data, []);
  });
}

for (const authorization of [
  'Bearer',
  'Bearer  ',
  'bearer',
  'Basic c2tfdGVzdF9kZWZhdWx0Og==',
  'Token x',
  'sk_test_default',
  'Bearer sk_test_default x',
  'Bearer sk_test_DEFAULT',
  'Bearer sk_live_default',
  `Bearer ${'x'.repeat(5000)}`,
]) {
  test(`the API rejects the authorization ${authorization.slice(0, 40)}`, async () => {
    const response = await sendRaw(harness, '/organizations', { headers: { Authorization: authorization } });
    assert.equal(response.status, 401);
    assert.doesNotMatch(await response.text(), /Acme/);
  });
}

test('the API does not take a widget token for its key', async () => {
  const headers = { Authorization: `Bearer ${await widgetToken(harness, ACME, MARCELINA)}` };
  for (const path of ['/organizations', '/user_management/users', '/user_management/invitations'])
    assert.equal((await sendRaw(harness, path, { headers })).status, 401, path);
});

async function members(value: string): Promise<number> {
  const headers = { Authorization: `Bearer ${value}` };
  return (await sendRaw(harness, '/_widgets/UserManagement/members', { headers })).status;
}
