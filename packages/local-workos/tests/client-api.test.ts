import assert from 'node:assert/strict';
import { test } from 'node:test';
import { buildClientSchema, getIntrospectionQuery, type IntrospectionQuery } from 'graphql';
import { ClientError, GraphQLClient } from 'graphql-request';
import { decodeJwt } from 'jose';
// The widgets do not export their SDK.
import { getSdk } from '../node_modules/@workos-inc/widgets/dist/esm/api/client-graphql/generated.js';
import { DEFAULT_APP_ORIGIN } from '../src/http/options.ts';
import { WIDGET_PERMISSIONS } from '../src/store/widget-permissions.ts';
import {
  ACME,
  answer,
  createMember,
  createOrganization,
  type Harness,
  KOFI,
  startHarness,
} from './harness.ts';

const harness = await startHarness();

test("answers the status query of the widgets' own SDK", async () => {
  assert.deepEqual(await getSdk(client(harness, await clientToken(ACME, KOFI))).ClientApiStatus(), {
    clientApiStatus: 'ok',
  });
});

test('answers an introspection query', async () => {
  const graphql = client(harness, await clientToken(ACME, KOFI));
  const schema = buildClientSchema(await graphql.request<IntrospectionQuery>(getIntrospectionQuery()));
  assert.deepEqual(Object.keys(schema.getQueryType()?.getFields() ?? {}), ['clientApiStatus']);
  const variables = await graphql.request(
    'query Status($skip: Boolean!) { clientApiStatus @skip(if: $skip) }',
    {
      skip: true,
    },
  );
  assert.deepEqual(variables, {});
});

test('answers an invalid query with errors', async () => {
  const graphql = client(harness, await clientToken(ACME, KOFI));
  for (const [query, message] of [
    ['{ unheardOf }', /Cannot query field "unheardOf"/],
    ['{ clientApiStatus', /Syntax Error/],
    ['mutation { clientApiStatus }', /not configured to execute mutation/],
  ] as const) {
    await assert.rejects(graphql.request(query), (error) => {
      assert.ok(error instanceof ClientError);
      assert.equal(error.response.errors?.length, 1);
      assert.match(error.response.errors?.[0]?.message ?? '', message);
      assert.equal(error.response.data ?? null, null);
      return true;
    });
  }
});

test('rejects a body that is not a GraphQL request', async () => {
  const token = await clientToken(ACME, KOFI);
  assert.equal((await harness.post('/client/graphql', {}, token)).status, 422);
  assert.equal((await harness.post('/client/graphql', { query: 7 }, token)).status, 422);
  assert.equal((await harness.post('/client/graphql', '{"query":', token)).status, 400);
});

test('answers 403 without a valid token, so the SDK requests another', async () => {
  const own = await startHarness();
  const expired = await clientToken(ACME, KOFI, own);
  own.advance(3601);
  for (const token of ['', 'nonsense', expired]) {
    await assert.rejects(getSdk(client(own, token)).ClientApiStatus(), (error) => {
      assert.ok(error instanceof ClientError);
      assert.equal(error.response.status, 403);
      return true;
    });
  }
});

test('invalidates a token when the membership ends', async () => {
  const { id } = await createOrganization(harness);
  const person = await createMember(harness, id);
  const token = await clientToken(id, person.id);
  const { userManagement } = harness.workos;
  const [membership] = (await userManagement.listOrganizationMemberships({ userId: person.id })).data;
  assert.ok(membership);
  await userManagement.deactivateOrganizationMembership(membership.id);
  await assert.rejects(getSdk(client(harness, token)).ClientApiStatus(), ClientError);
});

test('names the person and their permissions in the token', async () => {
  const admin = decodeJwt(await clientToken(ACME, KOFI));
  assert.equal(admin.sub, KOFI);
  assert.equal(admin.org_id, ACME);
  const permissions = new Set(admin.permissions as string[]);
  for (const { slug } of WIDGET_PERMISSIONS) assert.ok(permissions.has(slug), slug);
  const { id } = await createOrganization(harness);
  const member = await createMember(harness, id);
  assert.deepEqual(decodeJwt(await clientToken(id, member.id)).permissions, []);
});

test('mints no token for unknown or unrelated users and organizations', async () => {
  const { id } = await createOrganization(harness);
  const pending = await createMember(harness);
  await harness.workos.userManagement.sendInvitation({ email: pending.email, organizationId: id });
  for (const [body, status] of [
    [{ organization_id: 'org_none', user_id: KOFI }, 404],
    [{ organization_id: ACME, user_id: 'user_none' }, 404],
    [{ organization_id: id, user_id: KOFI }, 422],
    [{ organization_id: id, user_id: pending.id }, 422],
    [{ organization_id: ACME }, 422],
    [{ user_id: KOFI }, 422],
    [{ organization_id: 7, user_id: KOFI }, 422],
    [{}, 422],
    ['{"organization_id":', 400],
  ] as const) {
    const { status: answered, body: problem } = await answer(await harness.post('/client/token', body));
    assert.equal(answered, status, JSON.stringify(body));
    assert.ok(String((problem as { message: string }).message));
    assert.ok(!('token' in (problem as object)));
  }
  const wrongKey = await harness.post('/client/token', { organization_id: ACME, user_id: KOFI }, 'sk_wrong');
  assert.equal(wrongKey.status, 401);
});

test('allows browser calls only from the app', async () => {
  const preflight = (origin: string) =>
    harness.request('/client/graphql', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers':
          'authorization,content-type,workos-widgets-type,workos-widgets-version',
      },
    });
  const allowed = await preflight(DEFAULT_APP_ORIGIN);
  assert.equal(allowed.status, 204);
  assert.equal(allowed.headers.get('Access-Control-Allow-Origin'), DEFAULT_APP_ORIGIN);
  const headers = (allowed.headers.get('Access-Control-Allow-Headers') ?? '').toLowerCase();
  for (const name of ['authorization', 'content-type', 'workos-widgets-type', 'workos-widgets-version']) {
    assert.ok(headers.includes(name), name);
  }
  const refused = await preflight('https://elsewhere.example.com');
  assert.equal(refused.headers.get('Access-Control-Allow-Origin'), null);

  const called = await harness.request('/client/graphql', {
    method: 'POST',
    headers: { Origin: DEFAULT_APP_ORIGIN, 'Content-Type': 'application/json' },
    body: '{"query":"{ clientApiStatus }"}',
  });
  assert.equal(called.status, 403);
  assert.equal(
    called.headers.get('Access-Control-Allow-Origin'),
    DEFAULT_APP_ORIGIN,
    'the browser can read the error',
  );
});

/** Creates a client like the widgets do, with the token and their two headers on each request. */
function client(on: Harness, token: string): GraphQLClient {
  const fetch: typeof globalThis.fetch = (input, init) => {
    const { pathname } = new URL(input instanceof Request ? input.url : input);
    return on.request(pathname, init);
  };
  return new GraphQLClient(`${on.origin}/client/graphql`, {
    fetch,
    headers: {
      'WorkOS-Widgets-Version': '1',
      'WorkOS-Widgets-Type': 'users-management',
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    },
  });
}

async function clientToken(organizationId: string, userId: string, on = harness): Promise<string> {
  const response = await on.post('/client/token', { organization_id: organizationId, user_id: userId });
  assert.equal(response.status, 201);
  return ((await response.json()) as { token: string }).token;
}
