import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { WorkOS as WorkOS8 } from 'workos-node-8';
import { WorkOS as WorkOS11 } from 'workos-node-11';
import { API_KEY } from '../src/http/options.ts';
import { signature } from '../src/webhooks/sign.ts';
import { type EventJson, eventsAfter, eventsOf as eventsOfHarness, names } from './event-list.ts';
import { ACME, answer, createMember, createOrganization, newEmail, startHarness } from './harness.ts';

const harness = await startHarness();
const { workos } = harness;

const eventsOf = (work: () => Promise<unknown>) => eventsOfHarness(harness, work);

test('the seed is no news', async () => {
  const fresh = await startHarness();
  assert.deepEqual(await eventsAfter(fresh, undefined), []);
  await fresh.workos.organizations.createOrganization({ name: 'New' });
  assert.equal((await eventsAfter(fresh, undefined)).length, 1);
  await fresh.server.reset();
  assert.deepEqual(await eventsAfter(fresh, undefined), []);
});

test('a user has an event when created, changed, and deleted', async () => {
  const email = newEmail();
  const events = await eventsOf(async () => {
    const user = await workos.userManagement.createUser({ email, firstName: 'Ada' });
    await workos.userManagement.updateUser({ userId: user.id, firstName: 'Grace' });
    await workos.userManagement.updateUser({ userId: user.id, firstName: 'Grace' });
    await workos.userManagement.deleteUser(user.id);
  });
  assert.deepEqual(names(events), ['user.created', 'user.updated', 'user.deleted']);
  const [created, updated, deleted] = events;
  assert.equal(created?.data.first_name, 'Ada');
  assert.equal(updated?.data.first_name, 'Grace');
  assert.deepEqual(updated?.context, { previous_attributes: { first_name: 'Ada', name: 'Ada' } });
  assert.equal(deleted?.data.email, email);
});

test('a password is in no event', async () => {
  const events = await eventsOf(async () => {
    const { id } = await workos.userManagement.createUser({ email: newEmail(), password: 'Correct-horse-7' });
    await workos.userManagement.updateUser({ userId: id, password: 'Another-horse-8', lastName: 'Lovelace' });
    await workos.userManagement.deleteUser(id);
  });
  assert.doesNotMatch(JSON.stringify(events), /password|\$2|hash/);
});

test('deleting an organization deletes what it had, with an event each', async () => {
  const { id, adminId } = await createOrganization(harness);
  await workos.organizationDomains.createOrganizationDomain({
    organizationId: id,
    domain: `${id.toLowerCase()}.com`,
  });
  await workos.groups.createGroup({ organizationId: id, name: 'Design' });
  const { data } = await workos.userManagement.listOrganizationMemberships({ organizationId: id });
  const membership = data[0];
  assert.ok(membership);
  const events = await eventsOf(() => workos.organizations.deleteOrganization(id));
  assert.deepEqual(names(events).toSorted(), [
    'group.deleted',
    'organization.deleted',
    'organization_domain.deleted',
    'organization_membership.deleted',
  ]);
  const ended = events.find(({ event }) => event === 'organization_membership.deleted');
  assert.deepEqual(ended?.data.roles, [{ slug: 'admin' }]);
  assert.equal(ended?.data.user_id, adminId);
  const gone = events.find(({ event }) => event === 'organization.deleted');
  assert.ok(Array.isArray(gone?.data.domains));
  assert.equal(gone.data.domains.length, 1);
});

test('a role that is deleted with its permission changes its members, and says what they had', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const slug = `auditor-${organizationId.slice(-6).toLowerCase()}`;
  const created = await eventsOf(async () => {
    await workos.authorization.createEnvironmentRole({ slug, name: 'Auditor' });
    await workos.authorization.setEnvironmentRolePermissions(slug, {
      permissions: ['widgets:users-table:manage'],
    });
  });
  assert.deepEqual(names(created), ['role.created', 'role.updated']);
  assert.deepEqual(created[1]?.data.permissions, ['widgets:users-table:manage']);
  const { id: userId } = await createMember(harness, organizationId);
  const membership = (await workos.userManagement.listOrganizationMemberships({ organizationId, userId }))
    .data[0];
  assert.ok(membership);
  const updated = await eventsOf(() =>
    workos.userManagement.updateOrganizationMembership(membership.id, { roleSlug: slug }),
  );
  assert.deepEqual(names(updated), ['organization_membership.updated']);
  assert.deepEqual(updated[0]?.context, {
    previous_attributes: { role: { slug: 'member' }, roles: [{ slug: 'member' }] },
  });
});

test('an invitation has an event for each thing that happens to it, never with its token', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const events = await eventsOf(async () => {
    const first = await workos.userManagement.sendInvitation({ email, organizationId });
    await workos.userManagement.resendInvitation(first.id);
    await workos.userManagement.revokeInvitation(first.id);
    const second = await workos.userManagement.sendInvitation({ email: newEmail() });
    await workos.userManagement.acceptInvitation(second.id);
  });
  assert.deepEqual(
    names(events).filter((name) => name.startsWith('invitation.')),
    [
      'invitation.created',
      'invitation.resent',
      'invitation.revoked',
      'invitation.created',
      'invitation.accepted',
    ],
  );
  assert.doesNotMatch(JSON.stringify(events), /token|accept_invitation_url/);
});

test('a sign-in has an event, and its session one at either end', async () => {
  const email = newEmail();
  const password = 'Correct-horse-7';
  const user = await workos.userManagement.createUser({ email, password, emailVerified: true });
  const events = await eventsOf(async () => {
    const grant = { clientId: workos.clientId ?? '', email, userAgent: 'tests', ipAddress: '192.0.2.1' };
    await assert.rejects(
      workos.userManagement.authenticateWithPassword({ ...grant, password: 'Wrong-horse-7' }),
    );
    await workos.userManagement.authenticateWithPassword({ ...grant, password });
    const sessions = await workos.userManagement.listSessions(user.id);
    for (const { id } of sessions.data) await workos.userManagement.revokeSession({ sessionId: id });
  });
  assert.deepEqual(names(events), [
    'authentication.password_failed',
    'authentication.password_succeeded',
    'session.created',
    'session.revoked',
  ]);
  assert.deepEqual(events[0]?.data, {
    type: 'password',
    status: 'failed',
    ip_address: '192.0.2.1',
    user_agent: 'tests',
    user_id: user.id,
    email,
    error: { code: 'invalid_credentials', message: 'Invalid credentials.' },
  });
  assert.equal(events[2]?.data.status, 'active');
  assert.equal(events[3]?.data.status, 'revoked');
});

test('deleting a user revokes the open sessions and nothing that had ended', async () => {
  const email = newEmail();
  const password = 'Correct-horse-7';
  const user = await workos.userManagement.createUser({ email, password, emailVerified: true });
  const grant = { clientId: workos.clientId ?? '', email, password };
  await workos.userManagement.authenticateWithPassword(grant);
  const [ended] = (await workos.userManagement.listSessions(user.id)).data;
  assert.ok(ended);
  await workos.userManagement.revokeSession({ sessionId: ended.id });
  await workos.userManagement.authenticateWithPassword(grant);
  const events = await eventsOf(() => workos.userManagement.deleteUser(user.id));
  assert.deepEqual(names(events).toSorted(), ['session.revoked', 'user.deleted']);
  assert.notEqual(events.find(({ event }) => event === 'session.revoked')?.data.id, ended.id);
});

test('codes and reset links have events without the code or the token', async () => {
  const email = newEmail();
  const { id } = await workos.userManagement.createUser({ email });
  const events = await eventsOf(async () => {
    await workos.userManagement.sendVerificationEmail({ userId: id });
    await workos.userManagement.createMagicAuth({ email });
    const first = await workos.userManagement.createPasswordReset({ email });
    await workos.userManagement.createPasswordReset({ email });
    await workos.userManagement.resetPassword({
      token: first.passwordResetToken,
      newPassword: 'Correct-horse-7',
    });
  });
  assert.deepEqual(
    names(events).filter((name) => !name.startsWith('user.')),
    [
      'email_verification.created',
      'magic_auth.created',
      'password_reset.created',
      'password_reset.created',
      'password_reset.succeeded',
    ],
  );
  assert.doesNotMatch(JSON.stringify(events), /"code"|token|reset_url/);
});

test('members of groups have events, also when the membership ends', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness, organizationId);
  const membership = (await workos.userManagement.listOrganizationMemberships({ organizationId, userId }))
    .data[0];
  assert.ok(membership);
  const events = await eventsOf(async () => {
    const group = await workos.groups.createGroup({ organizationId, name: 'Design' });
    await harness.post(`/organizations/${organizationId}/groups/${group.id}/organization-memberships`, {
      organization_membership_id: membership.id,
    });
    await workos.userManagement.deleteOrganizationMembership(membership.id);
  });
  assert.deepEqual(names(events), [
    'group.created',
    'group.member_added',
    'group.member_removed',
    'organization_membership.deleted',
  ]);
});

test('the list is filtered by name, organization, and time', async (t) => {
  harness.stopClock(t);
  const { id: organizationId } = await createOrganization(harness);
  const between = new Date(harness.server.clock.now().getTime() + 30_000).toISOString();
  harness.advance(60);
  await workos.organizations.updateOrganization({ organization: organizationId, name: 'Renamed' });
  const list = async (query: Record<string, string>) => {
    const response = await harness.get(
      `/events?${new URLSearchParams({ organization_id: organizationId, ...query })}`,
    );
    return names(((await response.json()) as { data: EventJson[] }).data);
  };
  const all = ['organization.created', 'organization_membership.created', 'organization.updated'];
  assert.deepEqual(await list({}), all);
  assert.deepEqual(await list({ order: 'desc' }), all.toReversed());
  assert.deepEqual(await list({ range_start: between }), ['organization.updated']);
  assert.deepEqual(await list({ range_end: between }), all.slice(0, 2));
  // Without an offset, a time is in UTC wherever Local WorkOS runs.
  assert.deepEqual(await list({ range_start: between.slice(0, -1) }), ['organization.updated']);
  assert.deepEqual(await list({ range_start: '2000-01-01', range_end: '9999-12-31T23:59:59' }), all);
  assert.deepEqual(await list({ events: 'organization.updated,organization.created' }), [
    'organization.created',
    'organization.updated',
  ]);
  const bySdk = await workos.events.listEvents({ events: ['organization.updated'], organizationId });
  assert.equal(bySdk.data[0]?.event, 'organization.updated');
});

/** In UTC, the year 10000, which as a text comes before all others. */
const FIVE_DIGITS = 'range_end=9999-12-31T23:00:00-14:00';

test('the list refuses what it cannot read, and an organization that never was', async () => {
  assert.deepEqual(await answer(await harness.get('/events?organization_id=org_missing')), {
    status: 400,
    body: { message: "Organization not found: 'org_missing'." },
  });
  for (const query of [
    'events=user.exploded',
    'limit=0',
    'limit=101',
    'range_start=yesterday',
    'order=up',
    FIVE_DIGITS,
  ]) {
    assert.equal((await harness.get(`/events?${query}`)).status, 422, query);
  }
});

test('an organization that was deleted keeps its events', async () => {
  const { id } = await workos.organizations.createOrganization({ name: 'Short-lived' });
  await workos.organizations.deleteOrganization(id);
  const response = await harness.get(`/events?organization_id=${id}`);
  assert.deepEqual(names(((await response.json()) as { data: EventJson[] }).data), [
    'organization.created',
    'organization.deleted',
  ]);
});

test('events are listed for thirty days', async () => {
  const fresh = await startHarness();
  await fresh.workos.organizations.updateOrganization({ organization: ACME, name: 'Acme' });
  fresh.advance(30 * 86_400 - 60);
  assert.equal((await eventsAfter(fresh, undefined)).length, 1);
  fresh.advance(120);
  assert.deepEqual(await eventsAfter(fresh, undefined), []);
});

test('four SDKs read every event that these tests have appended', async () => {
  const events = await eventsAfter(harness, undefined, { limit: '100' });
  assert.ok(new Set(names(events)).size > 20);
  const sdks = [
    // Older than groups: they read such an event as undefined.
    { webhooks: new WorkOS7(API_KEY).webhooks, unknown: /^group\./ },
    { webhooks: new WorkOS8(API_KEY).webhooks, unknown: /^group\./ },
    { webhooks: workos.webhooks, unknown: undefined },
    { webhooks: new WorkOS11(API_KEY).webhooks, unknown: undefined },
  ];
  for (const { webhooks, unknown } of sdks) {
    for (const each of events) {
      const payload: Record<string, unknown> = { ...each };
      const sigHeader = signature('secret', Date.now(), JSON.stringify(payload));
      const event = await webhooks.constructEvent({ payload, sigHeader, secret: 'secret' });
      if (!unknown?.test(each.event)) assert.equal(event?.event, each.event);
    }
  }
});
