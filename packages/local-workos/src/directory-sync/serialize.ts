import type { DirectoryGroup, DirectoryUser } from '../store/directory-users.ts';
import { displayName } from '../store/users.ts';

/** A directory user in the public API, without the groups. */
export function userFields(user: DirectoryUser, organizationId: string) {
  return {
    object: 'directory_user' as const,
    id: user.id,
    directory_id: user.directory_id,
    organization_id: organizationId,
    idp_id: user.idp_id,
    email: user.email,
    first_name: user.first_name,
    last_name: user.last_name,
    name: displayName(user),
    emails: [{ primary: true, type: 'work', value: user.email }],
    job_title: null,
    username: user.email,
    state: user.state,
    raw_attributes: {},
    custom_attributes: {},
    created_at: user.created_at,
    updated_at: user.updated_at,
  };
}

/** A directory group in the public API. */
export function groupFields(group: DirectoryGroup, organizationId: string) {
  return {
    object: 'directory_group' as const,
    id: group.id,
    idp_id: group.idp_id,
    directory_id: group.directory_id,
    organization_id: organizationId,
    name: group.name,
    raw_attributes: {},
    created_at: group.created_at,
    updated_at: group.updated_at,
  };
}
