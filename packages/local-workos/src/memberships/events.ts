import { eventSource, lifecycle } from '../events/event-source.ts';
import type { OrganizationMembership } from '../store/memberships.ts';

type NotedMembership = OrganizationMembership & { roles: string[]; directory_managed: number };

export const membershipEvents = eventSource<NotedMembership>({
  kind: 'organization_membership',
  table: 'organization_memberships',
  extras: {
    roles: (row) => `json((SELECT json_group_array(slug) FROM (
      SELECT roles.slug FROM organization_membership_roles AS assigned JOIN roles ON roles.id = assigned.role_id
      WHERE assigned.organization_membership_id = ${row}.id ORDER BY roles.priority, roles.id)))`,
    directory_managed: (row) => `EXISTS (SELECT 1 FROM directory_users
      JOIN directories ON directories.id = directory_users.directory_id
      WHERE directory_users.user_id = ${row}.user_id AND directories.organization_id = ${row}.organization_id
      AND directories.state <> 'deleting')`,
  },
  parts: {
    organization_membership_roles: (row) => `noted.id = ${row}.organization_membership_id`,
  },
  endsWith: {
    users: (row) => `noted.user_id = ${row}.id`,
    organizations: (row) => `noted.organization_id = ${row}.id`,
    // The membership stays, but loses a role that its row no longer names.
    roles: (row) =>
      `noted.id IN (SELECT organization_membership_id FROM organization_membership_roles WHERE role_id = ${row}.id)`,
  },
  eventOf: lifecycle({
    created: 'organization_membership.created',
    updated: 'organization_membership.updated',
    deleted: 'organization_membership.deleted',
    serialize,
    organizationId: ({ organization_id }) => organization_id,
  }),
});

/** As the API has it, without the user and the name of the organization. */
function serialize({ roles, ...membership }: NotedMembership) {
  const slugs = roles.map((slug) => ({ slug }));
  return {
    object: 'organization_membership' as const,
    id: membership.id,
    user_id: membership.user_id,
    organization_id: membership.organization_id,
    status: membership.status,
    role: slugs[0] ?? { slug: '' },
    roles: slugs,
    custom_attributes: {},
    directory_managed: membership.directory_managed === 1,
    created_at: membership.created_at,
    updated_at: membership.updated_at,
  };
}
