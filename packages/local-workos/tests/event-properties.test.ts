import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { type EventJson, eventsAfter } from './event-list.ts';
import { type Harness, newEmail, startHarness } from './harness.ts';

type ObjectEvent = EventJson & { data: { id: string; object: string } };

/** Ids of what there is, by kind. */
interface World {
  organizations: string[];
  users: string[];
  memberships: string[];
  groups: string[];
  domains: string[];
}

/** A change through the API. It returns the events that it must have, or undefined if there is nothing to change. */
type Act = (harness: Harness, world: World, pick: number) => Promise<readonly string[] | undefined>;

function at<Item>(items: readonly Item[], pick: number): Item | undefined {
  return items.length === 0 ? undefined : items[pick % items.length];
}

let counter = 0;
const unique = () => `n${(counter++).toString(36)}`;

const ACTS: Record<string, Act> = {
  async createOrganization({ workos }, world) {
    world.organizations.push((await workos.organizations.createOrganization({ name: unique() })).id);
    return ['organization.created'];
  },
  async renameOrganization({ workos }, { organizations }, pick) {
    const organization = at(organizations, pick);
    if (!organization) return undefined;
    await workos.organizations.updateOrganization({ organization, name: unique() });
    return ['organization.updated'];
  },
  async renameOrganizationToItsName({ workos }, { organizations }, pick) {
    const organization = at(organizations, pick);
    if (!organization) return undefined;
    const { name } = await workos.organizations.getOrganization(organization);
    await workos.organizations.updateOrganization({ organization, name });
    return [];
  },
  async createUser({ workos }, world) {
    world.users.push((await workos.userManagement.createUser({ email: newEmail(), firstName: 'Ada' })).id);
    return ['user.created'];
  },
  async renameUser({ workos }, { users }, pick) {
    const userId = at(users, pick);
    if (!userId) return undefined;
    await workos.userManagement.updateUser({ userId, lastName: unique() });
    return ['user.updated'];
  },
  async deleteUser(harness, world, pick) {
    const userId = at(world.users, pick);
    if (!userId) return undefined;
    const events = ['user.deleted'];
    for (const { id, groups } of await membershipsOf(harness, { userId })) {
      world.memberships = world.memberships.filter((each) => each !== id);
      events.push('organization_membership.deleted', ...groups.map(() => 'group.member_removed'));
    }
    await harness.workos.userManagement.deleteUser(userId);
    world.users = world.users.filter((each) => each !== userId);
    return events;
  },
  async addMember({ workos }, world, pick) {
    const [organizationId, userId] = [at(world.organizations, pick), at(world.users, pick >> 3)];
    if (!organizationId || !userId) return undefined;
    const { data } = await workos.userManagement.listOrganizationMemberships({ organizationId, userId });
    if (data.length > 0) return undefined;
    const membership = await workos.userManagement.createOrganizationMembership({ organizationId, userId });
    world.memberships.push(membership.id);
    return ['organization_membership.created'];
  },
  async changeRole({ workos }, { memberships }, pick) {
    const id = at(memberships, pick);
    if (!id) return undefined;
    const { role } = await workos.userManagement.getOrganizationMembership(id);
    const roleSlug = role.slug === 'admin' ? 'member' : 'admin';
    await workos.userManagement.updateOrganizationMembership(id, { roleSlug });
    return ['organization_membership.updated'];
  },
  async createGroup({ workos }, world, pick) {
    const organizationId = at(world.organizations, pick);
    if (!organizationId) return undefined;
    world.groups.push((await workos.groups.createGroup({ organizationId, name: unique() })).id);
    return ['group.created'];
  },
  async addDomain({ workos }, world, pick) {
    const organizationId = at(world.organizations, pick);
    if (!organizationId) return undefined;
    const domain = `${unique()}.example`;
    world.domains.push(
      (await workos.organizationDomains.createOrganizationDomain({ organizationId, domain })).id,
    );
    return ['organization_domain.created'];
  },
  async deleteDomain({ workos }, world, pick) {
    const id = at(world.domains, pick);
    if (!id) return undefined;
    await workos.organizationDomains.deleteOrganizationDomain(id);
    world.domains = world.domains.filter((each) => each !== id);
    return ['organization_domain.deleted'];
  },
  async deleteOrganization(harness, world, pick) {
    const organizationId = at(world.organizations, pick);
    if (!organizationId) return undefined;
    const { workos } = harness;
    const { domains } = await workos.organizations.getOrganization(organizationId);
    const groups = (await workos.groups.listGroups({ organizationId })).data;
    const memberships = await membershipsOf(harness, { organizationId });
    const gone = new Set([...domains, ...groups, ...memberships].map(({ id }) => id));
    await workos.organizations.deleteOrganization(organizationId);
    world.organizations = world.organizations.filter((each) => each !== organizationId);
    for (const kind of ['memberships', 'groups', 'domains'] as const) {
      world[kind] = world[kind].filter((id) => !gone.has(id));
    }
    return [
      'organization.deleted',
      ...domains.map(() => 'organization_domain.deleted'),
      ...groups.map(() => 'group.deleted'),
      ...memberships.map(() => 'organization_membership.deleted'),
    ];
  },
};

async function membershipsOf(
  { workos, get }: Harness,
  of: { userId: string } | { organizationId: string },
): Promise<{ id: string; groups: unknown[] }[]> {
  const { data } = await workos.userManagement.listOrganizationMemberships(of);
  return Promise.all(
    data.map(async ({ id }) => {
      const groups = await get(`/user_management/organization_memberships/${id}/groups`);
      return { id, groups: ((await groups.json()) as { data: unknown[] }).data };
    }),
  );
}

/** What there is, by replaying the events. */
function replay(events: readonly ObjectEvent[]): Map<string, ObjectEvent['data']> {
  const state = new Map<string, ObjectEvent['data']>();
  for (const { event, data } of events) {
    if (event.startsWith('group.member_')) continue;
    if (event.endsWith('.deleted')) state.delete(data.id);
    else state.set(data.id, data);
  }
  return state;
}

test('each change has exactly its events, in order, and replaying them gives the state', async () => {
  const harness = await startHarness();
  const act = fc.tuple(fc.constantFrom(...Object.keys(ACTS)), fc.nat(1000));
  await fc.assert(
    fc.asyncProperty(
      fc.array(act, { minLength: 10, maxLength: 40 }),
      fc.integer({ min: 1, max: 9 }),
      async (acts, limit) => {
        await harness.server.reset();
        const world: World = { organizations: [], users: [], memberships: [], groups: [], domains: [] };
        const expected: string[][] = [];
        for (const [name, pick] of acts) {
          const events = await ACTS[name]?.(harness, world, pick);
          if (events && events.length > 0) expected.push([...events].toSorted());
        }
        const events = (await eventsAfter(harness, undefined, { limit: String(limit) })) as ObjectEvent[];
        assert.equal(new Set(events.map(({ id }) => id)).size, events.length);
        assert.deepEqual(
          events.map(({ id }) => id).toSorted(),
          events.map(({ id }) => id),
        );
        let position = 0;
        for (const each of expected) {
          const found = events.slice(position, position + each.length).map(({ event }) => event);
          assert.deepEqual(found.toSorted(), each);
          position += each.length;
        }
        assert.equal(position, events.length);

        const state = replay(events);
        const kinds = [
          ['organizations', '/organizations/'],
          ['users', '/user_management/users/'],
          ['memberships', '/user_management/organization_memberships/'],
          ['domains', '/organization_domains/'],
        ] as const;
        for (const [kind, path] of kinds) {
          for (const id of world[kind]) {
            const listed = (await (await harness.get(path + id)).json()) as Record<string, unknown>;
            const replayed = state.get(id);
            assert.ok(replayed, id);
            const { updated_at: _, domains: __, ...attributes } = replayed;
            for (const [name, value] of Object.entries(attributes))
              assert.deepEqual(listed[name], value, name);
          }
        }
        const left = [...state.values()].filter(({ object }) => object !== 'group').map(({ id }) => id);
        const there = kinds.flatMap(([kind]) => world[kind]);
        assert.deepEqual(left.toSorted(), there.toSorted());
      },
    ),
    { numRuns: 25 },
  );
});
