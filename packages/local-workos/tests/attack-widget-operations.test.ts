import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { widgetOperations } from '../scripts/widget-operations.ts';
import { WIDGET_SCOPES } from '../src/store/widget-permissions.ts';
import { signInAs } from './browser.ts';
import { createMember, startHarness, userToken, widgetToken } from './harness.ts';
import { createWorld, ELEVATED, OPERATIONS, type Operation, type World } from './operations.ts';

/** The type of the response predates the permission. */
const UNDOCUMENTED = new Set(['listSsoConnections 403']);

const harness = await startHarness();

let own: World;
let other: World;
let bearer = '';
let elevated = '';
/** A member of the same organization, with an identity check of the admin. */
let asMember: Record<string, string> = {};
let asUserAlone: Record<string, string> = {};

before(async () => {
  [own, other] = [await createWorld(harness), await createWorld(harness)];
  bearer = own.headers.Authorization ?? '';
  elevated = own.headers['x-elevated-access-token'] ?? '';
  const member = await createMember(harness, own.organizationId);
  const { accessToken } = await signInAs(harness, member.id, own.organizationId);
  asMember = { Authorization: `Bearer ${accessToken}`, 'x-elevated-access-token': elevated };
  const alone = await userToken(harness, own.admin.id);
  asUserAlone = { Authorization: `Bearer ${alone}`, 'x-elevated-access-token': elevated };
  // Everything that a list could show by mistake.
  for (const { path } of Object.values(OPERATIONS)) await path?.(other);
});

const rows = widgetOperations.map(({ name, method, path, takesBody, documented }) => {
  const operation: Operation = OPERATIONS[name] ?? {};
  const { slug, path: fill, query = '', invalid } = operation;
  const idsIn = async (world: World) => (slug ? [slug] : ((await fill?.(world)) ?? []));
  /** Calls the operation with ids of a world. An invalid body shows that the refusal comes before it is read. */
  const send = async (ids: string[], headers: Record<string, string>, body: unknown = invalid) => {
    const rest = [...ids];
    const filled = path.replace(/\{\w+\}/g, () => rest.shift() ?? '');
    const init = method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) };
    const response = await harness.request(filled + query, { method, headers, ...init });
    const answer = `${name} ${response.status}`;
    assert.ok(documented.includes(response.status) || UNDOCUMENTED.has(answer), answer);
    return response;
  };
  return { name, method, operation, takesBody, idsIn, send };
});

async function expectRefused(asked: Promise<Response>): Promise<void> {
  const response = await asked;
  assert.equal(response.status, 403, await response.text());
}

/** A token of the admin with every scope but one. */
async function allScopesBut(scope: string): Promise<Record<string, string>> {
  const scopes = WIDGET_SCOPES.filter((each) => each !== scope) as Parameters<typeof widgetToken>[3];
  const token = await widgetToken(harness, own.organizationId, own.admin.id, scopes);
  return { Authorization: `Bearer ${token}` };
}

for (const { name, method, operation, idsIn, send } of rows) {
  const { needs, path: fill, slug, notFound = 404 } = operation;

  test(`${name} refuses a call without a token`, async () => expectRefused(send(await idsIn(own), {})));

  test(`${name} refuses the API key in place of a token`, async () =>
    expectRefused(send(await idsIn(own), { Authorization: 'Bearer sk_test_default' })));

  if (needs === ELEVATED) {
    test(`${name} refuses a token without an identity check`, async () =>
      expectRefused(send(await idsIn(own), { Authorization: bearer })));

    test(`${name} refuses the identity check of somebody else`, async () =>
      expectRefused(send(await idsIn(own), asMember)));

    test(`${name} refuses a made-up identity check`, async () =>
      expectRefused(send(await idsIn(own), { Authorization: bearer, 'x-elevated-access-token': 'made-up' })));
  } else if (needs) {
    test(`${name} refuses a member whose role does not have ${needs}`, async () =>
      expectRefused(send(await idsIn(own), asMember)));

    test(`${name} refuses a token with every scope but ${needs}`, async () =>
      expectRefused(send(await idsIn(own), await allScopesBut(needs))));

    test(`${name} refuses a token of the person alone, without the organization`, async () =>
      expectRefused(send(await idsIn(own), asUserAlone)));
  }

  if (fill) {
    test(`${name} does not find what belongs to another organization`, async () => {
      const response = await send(await fill(other), own.headers, {});
      assert.equal(response.status, notFound, await response.text());
    });
  }

  if (slug) {
    test(`${name} does not find an unknown provider`, async () => {
      const response = await send(['nothing'], own.headers, {});
      assert.equal(response.status, 404, await response.text());
    });
  }

  if (method === 'GET') {
    test(`${name} shows nothing of another organization`, async () => {
      const response = await send(await idsIn(own), own.headers);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      for (const secret of [other.organizationId, other.admin.id, other.admin.email]) {
        assert.ok(!text.includes(secret), `${secret} in ${text}`);
      }
    });
  }
}

test('every operation is attacked here', () => {
  assert.deepEqual(rows.map(({ name }) => name).toSorted(), Object.keys(OPERATIONS).toSorted());
  for (const { name, operation, takesBody } of rows) {
    assert.equal(takesBody, operation.invalid !== undefined, name);
  }
});

for (const [what, end] of [
  ['a member who was removed', removeMember],
  ['an admin who is a member now', demote],
  ['a session that was ended', endSession],
  ['an organization that was deleted', deleteOrganization],
  ['a user who was deleted', deleteUser],
] as const) {
  test(`refuses the token of ${what}`, async () => {
    const world = await createWorld(harness);
    const call = () => harness.request('/_widgets/UserManagement/members', { headers: world.headers });
    assert.equal((await call()).status, 200);
    await end(world);
    await expectRefused(call());
  });
}

async function removeMember({ admin, organizationId }: World): Promise<void> {
  const { userManagement } = harness.workos;
  const { data } = await userManagement.listOrganizationMemberships({ userId: admin.id, organizationId });
  for (const { id } of data) await userManagement.deleteOrganizationMembership(id);
}

async function demote({ admin, organizationId }: World): Promise<void> {
  const { userManagement } = harness.workos;
  const { data } = await userManagement.listOrganizationMemberships({ userId: admin.id, organizationId });
  for (const { id } of data) await userManagement.updateOrganizationMembership(id, { roleSlug: 'member' });
}

async function endSession({ admin }: World): Promise<void> {
  const { userManagement } = harness.workos;
  for (const { id } of (await userManagement.listSessions(admin.id)).data) {
    await userManagement.revokeSession({ sessionId: id });
  }
}

async function deleteOrganization({ organizationId }: World): Promise<void> {
  await harness.workos.organizations.deleteOrganization(organizationId);
}

async function deleteUser({ admin }: World): Promise<void> {
  await harness.workos.userManagement.deleteUser(admin.id);
}
