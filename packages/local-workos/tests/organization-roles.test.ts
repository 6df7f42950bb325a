import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inviteMember, roles, rolesAndConfig } from '@workos-inc/widgets/experimental/api/fetch';
import { decodeJwt } from 'jose';
import { API_KEY } from '../src/http/options.ts';
import { signInAs } from './browser.ts';
import { eventsOf, names } from './event-list.ts';
import {
  authorized,
  createMember,
  createOrganization,
  newEmail,
  startHarness,
  USERS_TABLE,
  widgetToken,
} from './harness.ts';
import { refreshSession } from './signed-in.ts';

const harness = await startHarness();
const { authorization, organizations, userManagement } = harness.workos;
const SLUG = 'org-billing-admin';

async function createRole(slug = SLUG) {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const role = await authorization.createOrganizationRole(organizationId, { slug, name: 'Billing Admin' });
  return { organizationId, adminId, role };
}

const slugsOf = ({ data }: { data: { slug: string }[] }) => data.map(({ slug }) => slug);

async function membershipOf(organizationId: string, userId: string): Promise<string> {
  const { data } = await userManagement.listOrganizationMemberships({ organizationId, userId });
  return data[0]?.id ?? '';
}

test('creates, reads, and changes a role of an organization', async () => {
  const { organizationId, role } = await createRole();
  const { id, createdAt, updatedAt, ...rest } = role;
  assert.match(id, /^role_/);
  assert.equal(createdAt, updatedAt);
  assert.deepEqual(rest, {
    object: 'role',
    slug: SLUG,
    name: 'Billing Admin',
    description: null,
    permissions: [],
    resourceTypeSlug: 'organization',
    type: 'OrganizationRole',
  });
  assert.deepEqual(await authorization.getOrganizationRole(organizationId, SLUG), role);
  const changed = await authorization.updateOrganizationRole(organizationId, SLUG, {
    name: 'Finance',
    description: 'Pays',
  });
  assert.deepEqual([changed.name, changed.description, changed.slug], ['Finance', 'Pays', SLUG]);
  const environmentRole = await authorization.getOrganizationRole(organizationId, 'admin');
  assert.equal(environmentRole.type, 'EnvironmentRole');
});

test('makes a slug from the name if none is given', async () => {
  const { id } = await createOrganization(harness);
  const create = (name: string) => authorization.createOrganizationRole(id, { name });
  assert.match((await create('Billing  Admin (EU)')).slug, /^billing-admin-eu-[0-9a-z]{6}$/);
  assert.match((await create('管理者')).slug, /^role-[0-9a-z]{6}$/);
  const long = await create('x'.repeat(48));
  assert.match(long.slug, /^x{41}-[0-9a-z]{6}$/);
  assert.notEqual((await create('x'.repeat(48))).slug, long.slug);
});

test('two organizations can use one slug, and see their own role alone', async () => {
  const one = await createRole();
  const other = await createRole();
  assert.notEqual(one.role.id, other.role.id);
  await authorization.updateOrganizationRole(other.organizationId, SLUG, { name: 'Other' });
  await authorization.setOrganizationRolePermissions(other.organizationId, SLUG, {
    permissions: [USERS_TABLE],
  });
  assert.deepEqual(await authorization.getOrganizationRole(one.organizationId, SLUG), one.role);
  const environmentRoles = slugsOf(await authorization.listEnvironmentRoles());
  assert.ok(!environmentRoles.includes(SLUG));
  const listed = await authorization.listOrganizationRoles(one.organizationId);
  assert.deepEqual(slugsOf(listed), [...environmentRoles, SLUG]);
  assert.equal(listed.data.at(-1)?.id, one.role.id);
  const { id: third } = await createOrganization(harness);
  assert.deepEqual(slugsOf(await authorization.listOrganizationRoles(third)), environmentRoles);
});

test('sets, adds, and removes permissions', async () => {
  const { organizationId } = await createRole();
  const permissions = async () => (await authorization.getOrganizationRole(organizationId, SLUG)).permissions;
  await authorization.setOrganizationRolePermissions(organizationId, SLUG, {
    permissions: ['widgets:sso:manage', 'widgets:sso:manage'],
  });
  assert.deepEqual(await permissions(), ['widgets:sso:manage']);
  for (let time = 0; time < 2; time++) {
    await authorization.addOrganizationRolePermission(organizationId, SLUG, { permissionSlug: USERS_TABLE });
  }
  assert.deepEqual(await permissions(), ['widgets:sso:manage', USERS_TABLE]);
  for (let time = 0; time < 2; time++) {
    await authorization.removeOrganizationRolePermission(organizationId, SLUG, {
      permissionSlug: 'widgets:sso:manage',
    });
  }
  assert.deepEqual(await permissions(), [USERS_TABLE]);
});

test('the role and its permissions reach the claims of a session', async () => {
  const { organizationId, adminId } = await createRole();
  const membershipId = await membershipOf(organizationId, adminId);
  await userManagement.updateOrganizationMembership(membershipId, { roleSlug: SLUG });
  const first = await signInAs(harness, adminId, organizationId);
  const claimsOf = (token: string) => {
    const { role, roles, permissions } = decodeJwt<Record<string, unknown>>(token);
    return { role, roles, permissions };
  };
  assert.deepEqual(claimsOf(first.accessToken), { role: SLUG, roles: [SLUG], permissions: [] });
  await authorization.addOrganizationRolePermission(organizationId, SLUG, { permissionSlug: USERS_TABLE });
  const second = await refreshSession(harness, first.refreshToken);
  assert.deepEqual(claimsOf(second.accessToken).permissions, [USERS_TABLE]);
  assert.ok(await widgetToken(harness, organizationId, adminId));
});

test('the users table offers the role in its organization alone', async () => {
  const { organizationId, adminId } = await createRole();
  const other = await createOrganization(harness);
  const offered = async (id: string, userId: string) => {
    const token = await widgetToken(harness, id, userId);
    const config = (await rolesAndConfig(authorized(harness, token))).data as { roles: { slug: string }[] };
    const list = (await roles(authorized(harness, token))).data as { slug: string }[];
    assert.deepEqual(config.roles, list);
    return list.map(({ slug }) => slug);
  };
  assert.ok((await offered(organizationId, adminId)).includes(SLUG));
  assert.ok(!(await offered(other.id, other.adminId)).includes(SLUG));
  const invite = async (id: string, userId: string) => {
    const token = await widgetToken(harness, id, userId);
    return (await inviteMember({ email: newEmail(), roles: [SLUG] }, authorized(harness, token))).status;
  };
  assert.equal(await invite(organizationId, adminId), 201);
  assert.equal(await invite(other.id, other.adminId), 400);
});

test('invites people with the role, who have it as members', async () => {
  const { organizationId } = await createRole();
  const email = newEmail();
  const invitation = await userManagement.sendInvitation({ email, organizationId, roleSlug: SLUG });
  assert.equal(invitation.roleSlug, SLUG);
  await userManagement.acceptInvitation(invitation.id);
  const { data } = await userManagement.listUsers({ email });
  const memberships = await userManagement.listOrganizationMemberships({ userId: data[0]?.id ?? '' });
  assert.deepEqual(
    memberships.data.map(({ role, status }) => [role.slug, status]),
    [[SLUG, 'active']],
  );
});

test('no member of another organization gets the role', async () => {
  await createRole('org-auditor');
  const { id: organizationId, adminId } = await createOrganization(harness);
  const membershipId = await membershipOf(organizationId, adminId);
  const invalid = { status: 422, code: 'invalid_role' };
  const roleSlug = 'org-auditor';
  await assert.rejects(userManagement.updateOrganizationMembership(membershipId, { roleSlug }), invalid);
  const { id: userId } = await createMember(harness);
  await assert.rejects(
    userManagement.createOrganizationMembership({ userId, organizationId, roleSlug }),
    invalid,
  );
  await assert.rejects(userManagement.sendInvitation({ email: newEmail(), organizationId, roleSlug }));
  const membership = await userManagement.getOrganizationMembership(membershipId);
  assert.equal(membership.role.slug, 'admin');
});

test('deletes a role that nobody has', async () => {
  const { organizationId, adminId } = await createRole();
  const membershipId = await membershipOf(organizationId, adminId);
  await userManagement.updateOrganizationMembership(membershipId, { roleSlug: SLUG });
  const remove = () => authorization.deleteOrganizationRole(organizationId, SLUG);
  await assert.rejects(remove(), { status: 409, code: 'role_has_assignments' });
  await userManagement.deactivateOrganizationMembership(membershipId);
  await assert.rejects(remove(), { status: 409 }, 'an inactive member still has it');
  await userManagement.updateOrganizationMembership(membershipId, { roleSlug: 'admin' });
  await remove();
  await assert.rejects(remove(), { status: 404 });
  await assert.rejects(authorization.getOrganizationRole(organizationId, SLUG), { status: 404 });
  const again = await authorization.createOrganizationRole(organizationId, { slug: SLUG, name: 'Again' });
  assert.deepEqual(again.permissions, []);
});

test('an old invitation names no role that was deleted', async () => {
  const { organizationId } = await createRole();
  const { id, email } = await userManagement.sendInvitation({
    email: newEmail(),
    organizationId,
    roleSlug: SLUG,
  });
  const { data } = await userManagement.listUsers({ email });
  await userManagement.deleteUser(data[0]?.id ?? '');
  await authorization.deleteOrganizationRole(organizationId, SLUG);
  assert.equal((await userManagement.getInvitation(id)).roleSlug, null);
});

test('the roles end with their organization', async () => {
  const { organizationId, role } = await createRole();
  await organizations.deleteOrganization(organizationId);
  await assert.rejects(authorization.getOrganizationRole(organizationId, SLUG), { status: 404 });
  const { db } = harness.server.local;
  assert.equal(db.get('SELECT 1 FROM roles WHERE id = :id', { id: role.id }), undefined);
});

test('refuses a slug that is taken, in the environment too', async () => {
  const { organizationId } = await createRole();
  const conflict = { status: 409, code: 'organization_role_slug_conflict' };
  const create = (slug: string) =>
    authorization.createOrganizationRole(organizationId, { slug, name: 'Again' });
  await assert.rejects(create(SLUG), conflict);
  await authorization.createEnvironmentRole({ slug: 'org-everywhere', name: 'Everywhere' });
  await assert.rejects(create('org-everywhere'), conflict);
  await assert.rejects(authorization.createEnvironmentRole({ slug: SLUG, name: 'Everywhere' }), {
    status: 409,
    code: 'role_slug_conflict',
  });
});

test('refuses to change the roles of the environment for an organization', async () => {
  const { id } = await createOrganization(harness);
  const forbidden = { status: 403 };
  const before = await authorization.getEnvironmentRole('member');
  for (const call of [
    () => authorization.updateOrganizationRole(id, 'member', { name: 'Mine' }),
    () => authorization.deleteOrganizationRole(id, 'member'),
    () => authorization.setOrganizationRolePermissions(id, 'member', { permissions: [USERS_TABLE] }),
    () => authorization.addOrganizationRolePermission(id, 'member', { permissionSlug: USERS_TABLE }),
    () => authorization.removeOrganizationRolePermission(id, 'member', { permissionSlug: USERS_TABLE }),
  ]) {
    await assert.rejects(call(), forbidden);
  }
  assert.deepEqual(await authorization.getEnvironmentRole('member'), before);
});

test('reaches no role of another organization, and nothing that is not there', async () => {
  const { organizationId } = await createRole('org-here');
  const { id: other } = await createOrganization(harness);
  const permissionSlug = USERS_TABLE;
  for (const [id, slug] of [
    [other, 'org-here'],
    [organizationId, 'org-none'],
    ['org_none', 'org-here'],
  ] as const) {
    for (const call of [
      () => authorization.getOrganizationRole(id, slug),
      () => authorization.updateOrganizationRole(id, slug, { name: 'Mine' }),
      () => authorization.deleteOrganizationRole(id, slug),
      () => authorization.setOrganizationRolePermissions(id, slug, { permissions: [] }),
      () => authorization.addOrganizationRolePermission(id, slug, { permissionSlug }),
      () => authorization.removeOrganizationRolePermission(id, slug, { permissionSlug }),
    ]) {
      await assert.rejects(call(), { status: 404 }, `${id} ${slug}`);
    }
  }
  const missing = { status: 404 };
  await assert.rejects(
    authorization.setOrganizationRolePermissions(organizationId, 'org-here', { permissions: ['none'] }),
    missing,
  );
  await assert.rejects(
    authorization.addOrganizationRolePermission(organizationId, 'org-here', { permissionSlug: 'none' }),
    missing,
  );
  await assert.rejects(
    authorization.removeOrganizationRolePermission(organizationId, 'org-here', { permissionSlug: 'none' }),
    missing,
  );
  await assert.rejects(authorization.createOrganizationRole('org_none', { name: 'Role' }), missing);
  await assert.rejects(
    authorization.createOrganizationRole(other, { name: 'Role', resourceTypeSlug: 'workspace' }),
    missing,
  );
});

test('refuses invalid bodies, and changes nothing', async () => {
  const { organizationId } = await createRole();
  const path = `/authorization/organizations/${organizationId}/roles`;
  const before = await authorization.listOrganizationRoles(organizationId);
  const send = async (method: string, of: string, body: unknown) => {
    const response = await harness.request(of, {
      method,
      headers: { Authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(body),
    });
    return response.status;
  };
  for (const body of [
    {},
    { name: '' },
    { name: 7 },
    { name: 'x'.repeat(49) },
    { name: 'Role', slug: 'billing' },
    { name: 'Role', slug: 'org-' },
    { name: 'Role', slug: 'org-Billing' },
    { name: 'Role', slug: `org-${'x'.repeat(45)}` },
    { name: 'Role', slug: 7 },
    { name: 'Role', description: 'x'.repeat(151) },
    { name: 'Role', resource_type_slug: 7 },
  ]) {
    assert.equal(await send('POST', path, body), 422, JSON.stringify(body));
  }
  for (const body of [{ name: '' }, { name: 7 }, { description: 7 }]) {
    assert.equal(await send('PATCH', `${path}/${SLUG}`, body), 422, JSON.stringify(body));
  }
  for (const body of [{}, { permissions: 'all' }, { permissions: [7] }]) {
    assert.equal(await send('PUT', `${path}/${SLUG}/permissions`, body), 422, JSON.stringify(body));
  }
  for (const body of [{}, { slug: 7 }]) {
    assert.equal(await send('POST', `${path}/${SLUG}/permissions`, body), 422, JSON.stringify(body));
  }
  assert.deepEqual(await authorization.listOrganizationRoles(organizationId), before);
});

test('a role has an event when it is created, changed, and deleted', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const events = await eventsOf(harness, async () => {
    await authorization.createOrganizationRole(organizationId, { slug: SLUG, name: 'Billing Admin' });
    await authorization.updateOrganizationRole(organizationId, SLUG, { name: 'Finance' });
    await authorization.setOrganizationRolePermissions(organizationId, SLUG, { permissions: [USERS_TABLE] });
    await authorization.deleteOrganizationRole(organizationId, SLUG);
  });
  assert.deepEqual(names(events), [
    'organization_role.created',
    'organization_role.updated',
    'organization_role.updated',
    'organization_role.deleted',
  ]);
  for (const { data } of events) {
    assert.deepEqual(
      [data.object, data.organization_id, data.slug],
      ['organization_role', organizationId, SLUG],
    );
  }
  assert.deepEqual(events[1]?.context, { previous_attributes: { name: 'Billing Admin' } });
  assert.deepEqual(events[3]?.data.permissions, [USERS_TABLE]);
  const { id: other } = await createOrganization(harness);
  await authorization.createOrganizationRole(other, { slug: SLUG, name: 'Ends' });
  await authorization.addOrganizationRolePermission(other, SLUG, { permissionSlug: USERS_TABLE });
  const ending = await eventsOf(harness, () => organizations.deleteOrganization(other));
  const ended = ending.find(({ event }) => event === 'organization_role.deleted');
  assert.deepEqual(ended?.data.permissions, [USERS_TABLE]);
});
