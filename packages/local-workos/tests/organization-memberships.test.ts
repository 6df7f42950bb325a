import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMember, createOrganization, newEmail, setMultipleRoles, startHarness } from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

test('creates, reads, updates and deletes a membership', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness);
  const created = await userManagement.createOrganizationMembership({ userId, organizationId });
  assert.match(created.id, /^om_/);
  assert.deepEqual(
    [created.status, created.role.slug, created.userId, created.organizationId],
    ['active', 'member', userId, organizationId],
  );
  assert.deepEqual(await userManagement.getOrganizationMembership(created.id), created);

  const updated = await userManagement.updateOrganizationMembership(created.id, { roleSlug: 'admin' });
  assert.equal(updated.role.slug, 'admin');
  assert.deepEqual(updated.roles, [{ slug: 'admin' }]);
  const unchanged = await userManagement.updateOrganizationMembership(created.id, {});
  assert.equal(unchanged.role.slug, 'admin');

  await userManagement.deleteOrganizationMembership(created.id);
  await assert.rejects(userManagement.getOrganizationMembership(created.id), { status: 404 });
  assert.equal((await userManagement.getUser(userId)).id, userId, 'the person stays');
});

test('rejects a role together with a list of roles', async () => {
  const { id: organization_id } = await createOrganization(harness);
  const { id: user_id } = await createMember(harness);
  const body = { user_id, organization_id, role_slug: 'admin', role_slugs: ['member'] };
  const response = await harness.post('/user_management/organization_memberships', body);
  assert.equal(response.status, 422);
});

test('lists several roles strongest first', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness);
  const roleSlugs = ['member', 'admin'];
  await assert.rejects(userManagement.createOrganizationMembership({ userId, organizationId, roleSlugs }), {
    status: 422,
    code: 'multiple_roles_not_enabled',
  });
  await setMultipleRoles(harness, organizationId, true);
  const membership = await userManagement.createOrganizationMembership({ userId, organizationId, roleSlugs });
  assert.equal(membership.role.slug, 'admin');
  assert.deepEqual(membership.roles, [{ slug: 'admin' }, { slug: 'member' }]);

  await setMultipleRoles(harness, organizationId, false);
  await assert.rejects(userManagement.updateOrganizationMembership(membership.id, { roleSlugs }), {
    status: 422,
    code: 'multiple_roles_not_enabled',
  });
});

test('lists by user, by organization and by status', async () => {
  const first = await createOrganization(harness);
  const second = await createOrganization(harness);
  const { id: userId } = await createMember(harness, first.id);
  await userManagement.createOrganizationMembership({ userId, organizationId: second.id });
  await userManagement.sendInvitation({ email: newEmail(), organizationId: first.id });
  const listed = async (options: Parameters<typeof userManagement.listOrganizationMemberships>[0]) =>
    (await userManagement.listOrganizationMemberships(options)).data.map((each) => [
      each.organizationId,
      each.status,
    ]);

  assert.deepEqual(await listed({ userId, order: 'asc' }), [
    [first.id, 'active'],
    [second.id, 'active'],
  ]);
  assert.equal((await listed({ organizationId: first.id })).length, 2, 'active ones by default');
  assert.deepEqual(await listed({ organizationId: first.id, statuses: ['pending'] }), [
    [first.id, 'pending'],
  ]);
  assert.equal((await listed({ organizationId: first.id, statuses: ['active', 'pending'] })).length, 3);
  assert.deepEqual(await listed({ userId, organizationId: second.id }), [[second.id, 'active']]);
  assert.equal((await listed({ organizationId: first.id, limit: 1 })).length, 1);

  const response = await harness.get(
    `/user_management/organization_memberships?organization_id=${first.id}&statuses[]=active&statuses[]=pending`,
  );
  assert.equal(((await response.json()) as { data: unknown[] }).data.length, 3);
});

test('requires a user or an organization, and known statuses, to list', async () => {
  assert.equal((await harness.get('/user_management/organization_memberships')).status, 400);
  const response = await harness.get(
    '/user_management/organization_memberships?user_id=user_1&statuses=asleep',
  );
  assert.equal(response.status, 422);
});

test('deactivates and reactivates members, but not invited people', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const { data } = await userManagement.listOrganizationMemberships({ userId: adminId });
  const id = data[0]?.id ?? '';
  assert.equal((await userManagement.deactivateOrganizationMembership(id)).status, 'inactive');
  assert.equal((await userManagement.reactivateOrganizationMembership(id)).status, 'active');

  await userManagement.deactivateOrganizationMembership(id);
  const again = await userManagement.createOrganizationMembership({
    userId: adminId,
    organizationId,
    roleSlug: 'member',
  });
  assert.deepEqual([again.id, again.status, again.role.slug], [id, 'active', 'member']);

  await userManagement.sendInvitation({ email: newEmail(), organizationId });
  const pending = await userManagement.listOrganizationMemberships({ organizationId, statuses: ['pending'] });
  const { id: pendingId = '', userId = '' } = pending.data[0] ?? {};
  await assert.rejects(userManagement.deactivateOrganizationMembership(pendingId), {
    status: 400,
    code: 'cannot_deactivate_pending_organization_membership',
  });
  await assert.rejects(userManagement.reactivateOrganizationMembership(pendingId), {
    status: 400,
    code: 'cannot_reactivate_pending_organization_membership',
  });
  await assert.rejects(userManagement.createOrganizationMembership({ userId, organizationId }), {
    status: 400,
    code: 'cannot_reactivate_pending_organization_membership',
  });
});

test('rejects a second membership, an unknown role, or missing fields', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  await assert.rejects(userManagement.createOrganizationMembership({ userId: adminId, organizationId }), {
    status: 422,
    code: 'invalid_request_parameters',
  });
  const { id: userId } = await createMember(harness);
  await assert.rejects(
    userManagement.createOrganizationMembership({ userId, organizationId, roleSlug: 'emperor' }),
    { status: 422, code: 'invalid_role' },
  );
  const membership = await userManagement.createOrganizationMembership({ userId, organizationId });
  await assert.rejects(userManagement.updateOrganizationMembership(membership.id, { roleSlug: 'emperor' }), {
    status: 422,
    code: 'invalid_role',
  });
  assert.equal((await harness.post('/user_management/organization_memberships', {})).status, 422);
});

test('answers 404 for unknown ids', async () => {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const missing = { status: 404 };
  await assert.rejects(
    userManagement.createOrganizationMembership({ userId: 'user_none', organizationId }),
    missing,
  );
  await assert.rejects(
    userManagement.createOrganizationMembership({ userId: adminId, organizationId: 'org_none' }),
    missing,
  );
  await assert.rejects(userManagement.getOrganizationMembership('om_none'), missing);
  await assert.rejects(
    userManagement.updateOrganizationMembership('om_none', { roleSlug: 'admin' }),
    missing,
  );
  await assert.rejects(userManagement.deleteOrganizationMembership('om_none'), missing);
  await assert.rejects(userManagement.deactivateOrganizationMembership('om_none'), missing);
  await assert.rejects(userManagement.reactivateOrganizationMembership('om_none'), missing);
});
