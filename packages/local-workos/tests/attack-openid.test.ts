import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import {
  exportJWK,
  generateKeyPair,
  importPKCS8,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { signInAs } from './browser.ts';
import { startHarness, widgetToken } from './harness.ts';
import {
  answerOf,
  askProvider,
  atProvider,
  createSsoOrganization,
  exchange,
  keysOf,
  postAnswer,
  type SsoOrganization,
} from './sso.ts';

const harness = await startHarness();

type Key = Parameters<SignJWT['sign']>[0];

let organization: SsoOrganization;
let other: SsoOrganization;
let key: Key;
let otherKey: Key;
let publicKey = '';
let attacker: CryptoKeyPair;
let ada = '';
let eve = '';

before(async () => {
  organization = await createSsoOrganization(harness, { type: 'OktaOidc' });
  other = await createSsoOrganization(harness, { type: 'OktaOidc' });
  [key, otherKey] = [await keyOf(organization), await keyOf(other)];
  publicKey = (await keysOf(harness, organization.connectionId)).certificate;
  attacker = await generateKeyPair('ES256', { extractable: true });
  ada = `ada@${organization.domain}`;
  eve = `eve@${organization.domain}`;
});

async function keyOf({ connectionId }: SsoOrganization): Promise<Key> {
  return importPKCS8((await keysOf(harness, connectionId)).privateKey, 'ES256');
}

/** The ID token that the identity provider made for Ada. */
interface Token {
  jwt: string;
  header: JWTHeaderParameters;
  claims: JWTPayload;
}

/** Makes the posted fields other ones. */
type Attack = (token: Token) => Promise<string> | string;

const sign = (
  claims: JWTPayload,
  signer: Key = key,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> => new SignJWT(claims).setProtectedHeader({ alg: 'ES256', ...header }).sign(signer);

const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

const asEve = (claims: JWTPayload): JWTPayload => ({ ...claims, email: eve });

/** The identity provider signs these claims. */
const signed =
  (change: (claims: JWTPayload) => JWTPayload): Attack =>
  ({ claims }) =>
    sign(change(claims));

/** A token without some claims. */
function without({ ...claims }: JWTPayload, ...names: string[]): JWTPayload {
  for (const name of names) delete claims[name];
  return claims;
}

const now = () => Math.floor(harness.server.clock.now().getTime() / 1000);

const SIGNATURES: Record<string, Attack> = {
  'a token without the algorithm': ({ jwt, claims }) =>
    `${encode({})}.${encode(asEve(claims))}.${jwt.split('.')[2]}`,

  'the algorithm None, with a capital': ({ claims }) =>
    `${encode({ alg: 'None' })}.${encode(asEve(claims))}.`,

  'other claims under the signature': ({ jwt, claims }) => {
    const [header, , signature] = jwt.split('.');
    return [header, encode(asEve(claims)), signature].join('.');
  },
  'another header over the signature': ({ jwt }) => {
    const [, payload, signature] = jwt.split('.');
    return [encode({ alg: 'ES256', kid: 'x' }), payload, signature].join('.');
  },
  'HS256 with the public key as its secret': ({ claims }) =>
    new SignJWT(asEve(claims)).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode(publicKey)),
  'HS256 with an empty secret': ({ claims }) =>
    new SignJWT(asEve(claims)).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(1)),
  'a key of somebody else': ({ claims }) => sign(asEve(claims), attacker.privateKey),
  'the key of another organization': ({ claims }) => sign(asEve(claims), otherKey),
  'a key that the header brings along (jwk)': async ({ claims }) =>
    sign(asEve(claims), attacker.privateKey, { jwk: await exportJWK(attacker.publicKey) }),
  'a key at an address in the header (jku)': ({ claims }) =>
    sign(asEve(claims), attacker.privateKey, { jku: 'http://127.0.0.1:9/jwks' }),
  'a key ID that is a path': ({ claims }) =>
    sign(asEve(claims), attacker.privateKey, { kid: '../../dev/null' }),
  'a key ID that is SQL': ({ claims }) => sign(asEve(claims), attacker.privateKey, { kid: "' OR '1'='1" }),
  'a signature in DER': ({ jwt, claims }) =>
    `${jwt.split('.')[0]}.${encode(asEve(claims))}.${Buffer.from('3006020101020101', 'hex').toString('base64url')}`,
  'a signature of zeros': ({ jwt, claims }) =>
    `${jwt.split('.')[0]}.${encode(asEve(claims))}.${Buffer.alloc(64).toString('base64url')}`,
  'an access token of a session': async () =>
    (await signInAs(harness, organization.adminId, organization.id)).accessToken,
  'a widget token': () => widgetToken(harness, organization.id, organization.adminId),
};

const CLAIMS: Record<string, Attack> = {
  'another issuer': signed((claims) => ({ ...claims, iss: 'https://evil.example' })),
  'the issuer of another connection': signed((claims) => ({
    ...claims,
    iss: String(claims.iss).replace(organization.connectionId, other.connectionId),
  })),
  'no issuer': signed((claims) => without(claims, 'iss')),
  'another audience': signed((claims) => ({ ...claims, aud: 'conn_other' })),
  'the audience of another connection': signed((claims) => ({ ...claims, aud: other.connectionId })),
  'no audience': signed((claims) => without(claims, 'aud')),
  'a list of other audiences': signed((claims) => ({ ...claims, aud: ['conn_other', 'conn_another'] })),
  'an end in the past': signed((claims) => ({ ...claims, exp: now() - 1 })),
  'no end': signed((claims) => without(claims, 'exp')),
  'a beginning in the future': signed((claims) => ({ ...claims, nbf: now() + 3600 })),
  'another nonce': signed((claims) => ({ ...claims, nonce: '_other' })),
  'an empty nonce': signed((claims) => ({ ...claims, nonce: '' })),
  'no nonce': signed((claims) => without(claims, 'nonce')),
  'a list with the nonce': signed((claims) => ({ ...claims, nonce: [claims.nonce] })),
  'no address': signed((claims) => without(claims, 'email')),
  'an address that is none': signed((claims) => ({
    ...claims,
    email: `eve@evil.example@${organization.domain}`,
  })),
  'a list of addresses': signed((claims) => ({ ...claims, email: [ada, eve] })),
  'an address with a line break': signed((claims) => ({ ...claims, email: `eve\n@${organization.domain}` })),
  'an address of nobody in the organization': signed((claims) => ({ ...claims, email: 'eve@evil.example' })),
  'an address with the domain at its front': signed((claims) => ({
    ...claims,
    email: `eve@${organization.domain}.evil.example`,
  })),
};

async function attempt(change: (fields: Record<string, string>) => Promise<Record<string, string>>) {
  const { browser, page, codeVerifier } = await atProvider(organization);
  const answer = answerOf(await askProvider(browser, page, { email: ada }));
  const fields = await change(answer.fields);
  return { page: await postAnswer(browser, page, { ...answer, fields }), codeVerifier };
}

const withToken = (attack: Attack) => async (fields: Record<string, string>) => {
  const jwt = fields.id_token ?? '';
  const [header, claims] = jwt
    .split('.')
    .slice(0, 2)
    .map((text) => JSON.parse(Buffer.from(text, 'base64url').toString()));
  return { ...fields, id_token: await attack({ jwt, header, claims }) };
};

for (const [what, attack] of [
  ['as it comes', ({ jwt }: Token) => jwt],
  ['signed again by the identity provider', signed((claims) => claims)],
] as const) {
  test(`accepts a token ${what}`, async () => {
    const { page, codeVerifier } = await attempt(withToken(attack));
    assert.equal((await exchange(harness, page, codeVerifier)).user.email, ada);
  });
}

for (const [group, attacks] of Object.entries({ signatures: SIGNATURES, claims: CLAIMS })) {
  for (const [what, attack] of Object.entries(attacks)) {
    test(`OpenID Connect ${group}: rejects ${what}`, () => rejects(withToken(attack)));
  }
}

test('OpenID Connect state: rejects a made-up state', () =>
  rejects(async (fields) => ({ ...fields, state: 'made-up' }), /sign-in has ended/));

test('OpenID Connect state: rejects no state', () =>
  rejects(async ({ state: _, ...fields }) => fields, /sign-in has ended/));

test('OpenID Connect state: rejects an answer with the state of another sign-in', async () => {
  const elsewhere = await atProvider(organization);
  const answer = answerOf(await askProvider(elsewhere.browser, elsewhere.page, { email: ada }));
  await rejects(async (fields) => ({ ...fields, state: answer.fields.state ?? '' }), /another browser/);
});

test('OpenID Connect state: rejects the answer of another connection', async () => {
  const elsewhere = await atProvider(other);
  const theirs = answerOf(
    await askProvider(elsewhere.browser, elsewhere.page, { email: `ada@${other.domain}` }),
  );
  await rejects(async ({ form_token = '' }) => ({ ...theirs.fields, form_token }), /sign-in has ended/);
});

test('OpenID Connect state: rejects a token next to an error', () =>
  rejects(async (fields) => ({ ...fields, error: 'access_denied' }), /was denied/));

/** Posts an answer, and expects the page that says why it is refused, and nobody new. */
async function rejects(
  change: Parameters<typeof attempt>[0],
  text = /could not be verified|not a member/,
): Promise<void> {
  const before = await newestUsers();
  const { page } = await attempt(change);
  assert.equal(page.url.origin, harness.origin, `signed in: ${page.url}`);
  assert.equal(page.status, 400, page.text);
  assert.match(page.text, text);
  assert.deepEqual(await newestUsers(), before);
}

async function newestUsers(): Promise<string[]> {
  const { data } = await harness.workos.userManagement.listUsers({ limit: 10, order: 'desc' });
  return data.map(({ email }) => email);
}
