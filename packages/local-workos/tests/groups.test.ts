import assert from 'node:assert/strict';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { createMember, createOrganization, startHarness } from './harness.ts';

const harness = await startHarness();
const { groups, userManagement, organizations } = harness.workos;

async function createGroup() {
  const { id: organizationId, adminId } = await createOrganization(harness);
  const group = await groups.createGroup({ organizationId, name: 'Engineering' });
  return { organizationId, adminId, group, groupId: group.id };
}

async function membershipOf(organizationId: string): Promise<string> {
  const { id: userId } = await createMember(harness, organizationId);
  const { data } = await userManagement.listOrganizationMemberships({ userId, organizationId });
  return data[0]?.id ?? '';
}

test('creates, reads, changes, and deletes a group', async () => {
  const { organizationId, group, groupId } = await createGroup();
  assert.match(groupId, /^group_/);
  assert.deepEqual(
    [group.name, group.description, group.organizationId],
    ['Engineering', null, organizationId],
  );
  assert.deepEqual(await groups.getGroup({ organizationId, groupId }), group);
  const described = await groups.updateGroup({ organizationId, groupId, description: 'Builds' });
  assert.deepEqual([described.name, described.description], ['Engineering', 'Builds']);
  const renamed = await groups.updateGroup({ organizationId, groupId, name: 'R&D', description: null });
  assert.deepEqual([renamed.name, renamed.description], ['R&D', null]);
  await groups.deleteGroup({ organizationId, groupId });
  await assert.rejects(groups.getGroup({ organizationId, groupId }), { status: 404 });
  await assert.rejects(groups.deleteGroup({ organizationId, groupId }), { status: 404 });
});

test('lists the groups of an organization, page by page', async () => {
  const { organizationId } = await createGroup();
  await createGroup();
  for (const name of ['Sales', 'Support']) await groups.createGroup({ organizationId, name });
  const first = await groups.listGroups({ organizationId, limit: 2 });
  assert.deepEqual(
    first.data.map(({ name }) => name),
    ['Support', 'Sales'],
  );
  const after = first.listMetadata.after ?? '';
  const second = await groups.listGroups({ organizationId, limit: 2, after });
  assert.deepEqual(
    second.data.map(({ name }) => name),
    ['Engineering'],
  );
});

test('adds and removes members', async () => {
  const { organizationId, groupId } = await createGroup();
  const organizationMembershipId = await membershipOf(organizationId);
  const member = { organizationId, groupId, organizationMembershipId };
  for (let time = 0; time < 2; time++) {
    assert.equal((await groups.addOrganizationMembership(member)).id, groupId);
  }
  const { data } = await groups.listOrganizationMemberships({ organizationId, groupId });
  assert.deepEqual(
    data.map(({ id }) => id),
    [organizationMembershipId],
  );
  const theirs = await userManagement.listGroupsForOrganizationMembership({ organizationMembershipId });
  assert.deepEqual(
    theirs.data.map(({ id }) => id),
    [groupId],
  );
  await groups.removeOrganizationMembership(member);
  assert.deepEqual((await groups.listOrganizationMemberships({ organizationId, groupId })).data, []);
  await assert.rejects(groups.removeOrganizationMembership(member), { status: 404 });
});

test('a group loses people who leave the organization, and ends with it', async () => {
  const { organizationId, groupId } = await createGroup();
  const organizationMembershipId = await membershipOf(organizationId);
  await groups.addOrganizationMembership({ organizationId, groupId, organizationMembershipId });
  await userManagement.deleteOrganizationMembership(organizationMembershipId);
  assert.deepEqual((await groups.listOrganizationMemberships({ organizationId, groupId })).data, []);
  await assert.rejects(userManagement.listGroupsForOrganizationMembership({ organizationMembershipId }), {
    status: 404,
  });
  await organizations.deleteOrganization(organizationId);
  await assert.rejects(groups.getGroup({ organizationId, groupId }), { status: 404 });
});

test('reaches no group or member of another organization', async () => {
  const { organizationId, groupId } = await createGroup();
  const other = await createGroup();
  const stranger = await membershipOf(other.organizationId);
  const there = { organizationId: other.organizationId, groupId };
  for (const call of [
    () => groups.getGroup(there),
    () => groups.updateGroup({ ...there, name: 'Taken' }),
    () => groups.deleteGroup(there),
    () => groups.listOrganizationMemberships(there),
    () => groups.addOrganizationMembership({ ...there, organizationMembershipId: stranger }),
    () => groups.removeOrganizationMembership({ ...there, organizationMembershipId: stranger }),
    () => groups.addOrganizationMembership({ organizationId, groupId, organizationMembershipId: stranger }),
    () => groups.addOrganizationMembership({ organizationId, groupId, organizationMembershipId: 'om_none' }),
    () => groups.createGroup({ organizationId: 'org_none', name: 'Group' }),
    () => groups.listGroups({ organizationId: 'org_none' }),
  ]) {
    await assert.rejects(call(), { status: 404 });
  }
  assert.equal((await groups.getGroup({ organizationId, groupId })).name, 'Engineering');
});

test('refuses invalid bodies, and changes nothing', async () => {
  const { organizationId, groupId, group } = await createGroup();
  const path = `/organizations/${organizationId}/groups`;
  const wrong = [
    { name: '' },
    { name: ' ' },
    { name: 7 },
    { name: 'x'.repeat(257) },
    { name: 'a', description: 7 },
    { name: 'a', description: 'x'.repeat(151) },
  ];
  for (const body of [{}, { name: null }, ...wrong]) {
    assert.equal((await harness.post(path, body)).status, 422, JSON.stringify(body));
  }
  for (const body of wrong) {
    const response = await harness.request(`${path}/${groupId}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${API_KEY}` },
      body: JSON.stringify(body),
    });
    assert.equal(response.status, 422, JSON.stringify(body));
  }
  for (const body of [{}, { organization_membership_id: 7 }, { organization_membership_id: '' }]) {
    assert.equal((await harness.post(`${path}/${groupId}/organization-memberships`, body)).status, 422);
  }
  assert.deepEqual(await groups.getGroup({ organizationId, groupId }), group);
  assert.equal((await groups.listGroups({ organizationId })).data.length, 1);
});
