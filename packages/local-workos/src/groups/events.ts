import { eventSource, lifecycle } from '../events/event-source.ts';
import type { Group } from '../store/groups.ts';
import { serializeGroup } from './serialize.ts';

interface GroupMember {
  group_id: string;
  organization_membership_id: string;
  organization_id: string;
}

export const groupEvents = eventSource<Group>({
  kind: 'group',
  table: 'organization_groups',
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf: lifecycle({
    created: 'group.created',
    updated: 'group.updated',
    deleted: 'group.deleted',
    serialize: serializeGroup,
    organizationId: ({ organization_id }) => organization_id,
  }),
});

export const groupMemberEvents = eventSource<GroupMember>({
  kind: 'group_member',
  table: 'group_memberships',
  id: (row) => `${row}.group_id || ' ' || ${row}.organization_membership_id`,
  extras: {
    organization_id: (row) => `(SELECT organization_id FROM organization_groups WHERE id = ${row}.group_id)`,
  },
  endsWith: {
    organization_groups: (row) => `noted.group_id = ${row}.id`,
    organization_memberships: (row) => `noted.organization_membership_id = ${row}.id`,
    organizations: (row) =>
      `noted.group_id IN (SELECT id FROM organization_groups WHERE organization_id = ${row}.id)`,
  },
  eventOf({ before, after }) {
    const member = after ?? before;
    if (!member || (before && after)) return undefined;
    const { organization_id: organizationId, group_id, organization_membership_id } = member;
    return {
      name: after ? 'group.member_added' : 'group.member_removed',
      organizationId,
      data: { group_id, organization_membership_id },
    };
  },
});
