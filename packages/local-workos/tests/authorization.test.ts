import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WIDGET_PERMISSIONS } from '../src/store/widget-permissions.ts';
import { createMember, createOrganization, startHarness, USERS_TABLE, widgetToken } from './harness.ts';

const harness = await startHarness();
const { authorization } = harness.workos;
const WIDGET_SLUGS = WIDGET_PERMISSIONS.map(({ slug }) => slug).toSorted();

test('seeds Admin with every widget permission, and Member with none', async () => {
  const widgetsOf = async (slug: string) =>
    (await authorization.getEnvironmentRole(slug)).permissions.filter((each) => each.startsWith('widgets:'));
  assert.deepEqual(await widgetsOf('admin'), WIDGET_SLUGS);
  assert.deepEqual(await widgetsOf('member'), []);
  const { data } = await authorization.listEnvironmentRoles();
  assert.equal(data[0]?.slug, 'admin', 'strongest first');
  const permissions = await (await authorization.listPermissions()).autoPagination();
  const system = permissions.filter((permission) => permission.system).map(({ slug }) => slug);
  assert.deepEqual(system.toSorted(), WIDGET_SLUGS);
});

test('creates, reads, and updates a role, and sets its permissions', async () => {
  const created = await authorization.createEnvironmentRole({ slug: 'auditor', name: 'Auditor' });
  assert.deepEqual([created.slug, created.description, created.permissions], ['auditor', null, []]);
  const described = await authorization.updateEnvironmentRole('auditor', { description: 'Reads the logs' });
  assert.deepEqual([described.name, described.description], ['Auditor', 'Reads the logs']);
  await authorization.setEnvironmentRolePermissions('auditor', { permissions: ['widgets:sso:manage'] });
  await authorization.addEnvironmentRolePermission('auditor', { permissionSlug: USERS_TABLE });
  await authorization.addEnvironmentRolePermission('auditor', { permissionSlug: USERS_TABLE });
  const { permissions } = await authorization.getEnvironmentRole('auditor');
  assert.deepEqual(permissions, ['widgets:sso:manage', USERS_TABLE]);
  const { id } = await createOrganization(harness);
  const { data } = await authorization.listOrganizationRoles(id);
  assert.ok(data.some(({ slug }) => slug === 'auditor'));
});

test('refuses roles and permissions of resource types that do not exist', async () => {
  for (const path of ['/authorization/roles', '/authorization/permissions']) {
    const send = (slug: string, resource_type_slug: unknown) =>
      harness.post(path, { slug, name: 'Scoped', resource_type_slug });
    assert.equal((await send('of-organization', 'organization')).status, 201);
    const unknown = await send('of-document', 'document');
    assert.equal(unknown.status, 404);
    assert.match((await unknown.json()).message, /document/);
    for (const wrong of [7, '', 'a'.repeat(49)]) {
      assert.ok([404, 422].includes((await send('of-document', wrong)).status));
    }
    assert.equal((await harness.get(`${path}/of-document`)).status, 404);
  }
});

test('a permission can have an asterisk, a role cannot', async () => {
  const body = { slug: 'documents:*', name: 'Everything' };
  assert.equal((await harness.post('/authorization/permissions', body)).status, 201);
  assert.equal((await harness.post('/authorization/roles', body)).status, 422);
});

test('limits the tokens of members to the permissions of their role', async () => {
  await authorization.createEnvironmentRole({ slug: 'clerk', name: 'Clerk' });
  const { id } = await createOrganization(harness);
  const clerk = await createMember(harness, id, 'clerk');
  await assert.rejects(widgetToken(harness, id, clerk.id), { status: 422 });
  await authorization.setEnvironmentRolePermissions('clerk', { permissions: [USERS_TABLE] });
  assert.ok(await widgetToken(harness, id, clerk.id));
});

test('creates, reads, updates and deletes a permission', async () => {
  const created = await authorization.createPermission({ slug: 'posts:read', name: 'Read posts' });
  assert.deepEqual([created.slug, created.system], ['posts:read', false]);
  assert.deepEqual(await authorization.getPermission('posts:read'), created);
  const updated = await authorization.updatePermission('posts:read', {
    name: 'Read',
    description: 'All posts',
  });
  assert.deepEqual([updated.name, updated.description], ['Read', 'All posts']);
  await authorization.createEnvironmentRole({ slug: 'reader', name: 'Reader' });
  await authorization.setEnvironmentRolePermissions('reader', { permissions: ['posts:read'] });
  await authorization.deletePermission('posts:read');
  await assert.rejects(authorization.getPermission('posts:read'), { status: 404 });
  assert.deepEqual(
    (await authorization.getEnvironmentRole('reader')).permissions,
    [],
    'no role has it anymore',
  );
});

test("does not delete WorkOS's own permissions", async () => {
  await assert.rejects(authorization.deletePermission(USERS_TABLE), { status: 403 });
});

test('rejects a slug that is taken', async () => {
  await assert.rejects(authorization.createEnvironmentRole({ slug: 'admin', name: 'Admin' }), {
    status: 409,
    code: 'role_slug_conflict',
  });
  await assert.rejects(authorization.createPermission({ slug: USERS_TABLE, name: 'Users' }), {
    status: 409,
    code: 'permission_slug_conflict',
  });
});

test('rejects an invalid body', async () => {
  for (const body of [{}, { slug: 'Not Allowed', name: 'A' }, { slug: 'a', name: 'x'.repeat(49) }]) {
    assert.equal((await harness.post('/authorization/roles', body)).status, 422);
    assert.equal((await harness.post('/authorization/permissions', body)).status, 422);
  }
  assert.equal((await harness.get('/authorization/permissions?limit=0')).status, 422);
});

test('answers 404 for unknown ids', async () => {
  const missing = { status: 404 };
  await assert.rejects(authorization.getEnvironmentRole('none'), missing);
  await assert.rejects(authorization.updateEnvironmentRole('none', { name: 'A' }), missing);
  await assert.rejects(authorization.setEnvironmentRolePermissions('none', { permissions: [] }), missing);
  await assert.rejects(
    authorization.setEnvironmentRolePermissions('member', { permissions: ['none'] }),
    missing,
  );
  await assert.rejects(
    authorization.addEnvironmentRolePermission('none', { permissionSlug: USERS_TABLE }),
    missing,
  );
  await assert.rejects(
    authorization.addEnvironmentRolePermission('member', { permissionSlug: 'none' }),
    missing,
  );
  await assert.rejects(authorization.listOrganizationRoles('org_none'), missing);
  await assert.rejects(authorization.getPermission('none'), missing);
  await assert.rejects(authorization.updatePermission('none', { name: 'A' }), missing);
  await assert.rejects(authorization.deletePermission('none'), missing);
});
