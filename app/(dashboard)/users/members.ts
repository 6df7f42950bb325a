import type { MembersResponse, RolesAndConfigResponse } from '@workos-inc/widgets/experimental/api/fetch';
import { MEMBERS, ROLES_AND_CONFIG } from '@/lib/widget-requests';

/** What the server has of the table, if anything. @param find the data of a path of the widgets' API */
export function membersIn(find: (path: string) => unknown): {
  members: MembersResponse | undefined;
  roles: RolesAndConfigResponse | undefined;
} {
  const members = find(MEMBERS) as MembersResponse | undefined;
  const roles = find(ROLES_AND_CONFIG) as RolesAndConfigResponse | undefined;
  // The widget has its own words for an empty table.
  return { members: members?.data.length ? members : undefined, roles };
}
