import assert from 'node:assert/strict';
import { test } from 'node:test';
import { organizations } from '@workos-inc/widgets/experimental/api/fetch';
import { createRemoteJWKSet, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { WIDGET_SCOPES } from '../src/store/widget-permissions.ts';
import {
  ACME,
  answer,
  authorized,
  createMember,
  createOrganization,
  KOFI,
  MARCELINA,
  startHarness,
  USERS_TABLE,
} from './harness.ts';

const harness = await startHarness();
const mint = (body: unknown, apiKey?: string) => harness.post('/widgets/token', body, apiKey);
const claimsOf = async (response: Response) => {
  assert.equal(response.status, 201);
  const { token, ...rest } = (await response.json()) as { token: string };
  assert.deepEqual(rest, {}, 'the response contains only the token');
  return decodeJwt(token);
};

test('mints a signed token for an organization, a user, and a scope', async () => {
  const response = await mint({ organization_id: ACME, user_id: MARCELINA, scopes: [USERS_TABLE] });
  assert.equal(response.status, 201);
  const { token } = (await response.json()) as { token: string };
  const keys = createRemoteJWKSet(new URL(`${harness.origin}/sso/jwks/${CLIENT_ID}`));
  const { payload, protectedHeader } = await jwtVerify(token, keys);
  assert.equal(protectedHeader.alg, 'RS256');
  assert.ok(decodeProtectedHeader(token).kid);
  const { iat = 0, exp = 0, jti, ...claims } = payload;
  assert.equal(exp - iat, 3600);
  assert.ok(jti);
  assert.deepEqual(claims, {
    iss: `${harness.origin}/user_management/${CLIENT_ID}`,
    aud: 'widgets',
    sub: MARCELINA,
    org_id: ACME,
    permissions: [USERS_TABLE],
  });
});

test('mints a token for an organization alone', async () => {
  const claims = await claimsOf(await mint({ organization_id: ACME }));
  assert.deepEqual([claims.org_id, claims.sub, claims.permissions], [ACME, undefined, []]);
});

test('mints a token with the requested scopes for an organization without a user', async () => {
  const claims = await claimsOf(await mint({ organization_id: ACME, scopes: ['widgets:sso:manage'] }));
  assert.deepEqual([claims.sub, claims.permissions], [undefined, ['widgets:sso:manage']]);
});

test('mints a token for an organization and a user, without scopes', async () => {
  const { id, adminId } = await createOrganization(harness);
  const member = await createMember(harness, id);
  for (const userId of [adminId, member.id]) {
    const claims = await claimsOf(await mint({ organization_id: id, user_id: userId }));
    assert.deepEqual([claims.org_id, claims.sub, claims.permissions], [id, userId, []]);
  }
});

test('mints a token for a user alone', async () => {
  const claims = await claimsOf(await mint({ user_id: KOFI }));
  assert.deepEqual([claims.org_id, claims.sub, claims.permissions], [undefined, KOFI, []]);
});

test('treats null like a missing field', async () => {
  const claims = await claimsOf(await mint({ organization_id: ACME, user_id: null, scopes: null }));
  assert.deepEqual([claims.org_id, claims.sub, claims.permissions], [ACME, undefined, []]);
  assert.equal((await claimsOf(await mint({ organization_id: null, user_id: KOFI }))).org_id, undefined);
});

test('grants every documented scope, including `widgets:pipes:manage`', async () => {
  assert.ok(WIDGET_SCOPES.includes('widgets:pipes:manage'));
  for (const scope of WIDGET_SCOPES) {
    const claims = await claimsOf(await mint({ organization_id: ACME, user_id: KOFI, scopes: [scope] }));
    assert.deepEqual(claims.permissions, [scope]);
  }
  const all = await claimsOf(await mint({ organization_id: ACME, user_id: KOFI, scopes: WIDGET_SCOPES }));
  assert.deepEqual(all.permissions, WIDGET_SCOPES);
});

test('rejects a malformed body with a list of problems', async () => {
  const scopes = `each value in scopes must be one of: ${WIDGET_SCOPES.join(', ')}`;
  const wrong: [body: unknown, message: string[]][] = [
    [{}, ['organization_id must be a string']],
    ['', ['organization_id must be a string']],
    [{ scopes: [USERS_TABLE] }, ['organization_id must be a string']],
    [{ user_id: KOFI, scopes: [USERS_TABLE] }, ['organization_id must be a string']],
    [{ organization_id: 7 }, ['organization_id must be a string']],
    [{ organization_id: '' }, ['organization_id must not be empty']],
    [{ organization_id: ACME, user_id: 7 }, ['user_id must be a string']],
    [{ organization_id: ACME, scopes: USERS_TABLE }, ['scopes must be an array']],
    [{ organization_id: ACME, scopes: ['widgets:everything:manage'] }, [scopes]],
    [{ organization_id: ACME, scopes: ['widgets:user-api-keys:manage-all'] }, [scopes]],
    [{ organization_id: 7, user_id: 8 }, ['organization_id must be a string', 'user_id must be a string']],
  ];
  for (const [body, message] of wrong) {
    assert.deepEqual(await answer(await mint(body)), {
      status: 400,
      body: { message, error: 'Bad Request' },
    });
  }
  assert.equal((await mint('[]')).status, 400);
});

test('rejects a body that is not JSON', async () => {
  assert.deepEqual(await answer(await mint('{"organization_id":')), {
    status: 400,
    body: { message: 'The request body is not valid JSON.', error: 'Bad Request' },
  });
});

test('answers 404 for an unknown organization or user', async () => {
  for (const [body, what, id] of [
    [{ organization_id: 'org_none', user_id: KOFI }, 'Organization', 'org_none'],
    [{ organization_id: ACME, user_id: 'user_none' }, 'User', 'user_none'],
    [{ user_id: 'user_none' }, 'User', 'user_none'],
  ] as const) {
    assert.deepEqual(await answer(await mint(body)), {
      status: 404,
      body: { code: 'entity_not_found', message: `${what} not found: '${id}'.`, entity_id: id },
    });
  }
});

test('mints no token for users who are not active members', async () => {
  const { id, adminId } = await createOrganization(harness);
  const { userManagement } = harness.workos;
  const stranger = await createMember(harness);
  const message = new RegExp(`User '${stranger.id}' is not a member of organization '${id}'`);
  await assert.rejects(harness.workos.widgets.createToken({ organizationId: id, userId: stranger.id }), {
    status: 422,
    message,
  });
  await userManagement.sendInvitation({ email: 'invited@example.com', organizationId: id });
  const [invited] = (await userManagement.listUsers({ email: 'invited@example.com' })).data;
  assert.equal((await mint({ organization_id: id, user_id: invited?.id })).status, 422);

  const { data } = await userManagement.listOrganizationMemberships({ userId: adminId });
  await userManagement.deactivateOrganizationMembership(data[0]?.id ?? '');
  assert.equal((await mint({ organization_id: id, user_id: adminId })).status, 422);
});

test('mints no token for a user whose role lacks the permission', async () => {
  const { id } = await createOrganization(harness);
  const member = await createMember(harness, id);
  const response = await mint({ organization_id: id, user_id: member.id, scopes: [USERS_TABLE] });
  assert.equal(response.status, 422);
  assert.match(((await response.json()) as { message: string }).message, /does not have the permissions/);
});

test('accepts either of the two API keys, and no other', async () => {
  for (const key of [API_KEY, 'sk_example_123456789']) {
    assert.equal((await mint({ organization_id: ACME }, key)).status, 201);
  }
  const wrong = ['Bearer sk_test_wrong', `Basic ${API_KEY}`, API_KEY, `Bearer ${API_KEY} ${API_KEY}`];
  for (const authorization of [undefined, ...wrong]) {
    const response = await harness.request('/widgets/token', {
      method: 'POST',
      headers: authorization === undefined ? {} : { Authorization: authorization },
      body: JSON.stringify({ organization_id: ACME }),
    });
    assert.deepEqual(await answer(response), {
      status: 401,
      body: { message: 'Unauthorized' },
    });
  }
});

test('expires a token after --widget-token-ttl', async (t) => {
  const own = await startHarness({ widgetTokenTtl: 5 });
  own.stopClock(t);
  const { token } = await own.workos.widgets.createToken({ organizationId: ACME, userId: KOFI });
  const call = async () => (await organizations(authorized(own, token))).status;
  own.advance(4);
  assert.equal(await call(), 200);
  own.advance(1);
  assert.equal(await call(), 403);
});
