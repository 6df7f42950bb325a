import { type EventDraft, type EventScope, eventSource, lifecycle } from '../events/event-source.ts';
import type { Directory } from '../store/directories.ts';
import type { DirectoryGroup, DirectoryUser } from '../store/directory-users.ts';
import { groupFields, userFields } from './serialize.ts';

type NotedDirectory = Directory & { domains: { id: string; domain: string }[] };
type NotedUser = DirectoryUser & { organization_id: string };
type NotedGroup = DirectoryGroup & { organization_id: string };
interface GroupUser {
  directory_user: NotedUser;
  directory_group: NotedGroup;
}

const organizationId = ({ organization_id }: { organization_id: string }) => organization_id;

export const directoryEvents = eventSource<NotedDirectory>({
  kind: 'directory',
  table: 'directories',
  secrets: ['token_hash', 'provider_token_hash'],
  extras: {
    domains: (row) => `json((SELECT json_group_array(json_object('id', id, 'domain', domain)) FROM (
      SELECT id, domain FROM organization_domains WHERE organization_id = ${row}.organization_id ORDER BY id)))`,
  },
  endsWith: { organizations: (row) => `noted.organization_id = ${row}.id` },
  eventOf({ before, after }) {
    const directory = after ?? before;
    if (!directory) return undefined;
    const draft = (name: EventDraft['name'], more: object = {}) => ({
      name,
      organizationId: directory.organization_id,
      data: { ...serializeDirectory(directory), ...more },
    });
    const wasWorking = before?.state === 'linked' || before?.state === 'invalid_credentials';
    if (after?.state === 'linked' && !wasWorking) {
      const domains = after.domains.map((domain) => ({ object: 'organization_domain', ...domain }));
      return draft('dsync.activated', { external_key: after.external_key, domains });
    }
    // Its deletion takes a while, and is announced at the start.
    const isDeleted = !after || after.state === 'deleting';
    return isDeleted && before && before.state !== 'deleting' ? draft('dsync.deleted') : undefined;
  },
});

export const directoryUserEvents = eventSource<NotedUser>({
  kind: 'directory_user',
  table: 'directory_users',
  extras: { organization_id: organizationOf },
  endsWith: { directories: ofDirectory, organizations: ofOrganization },
  eventOf: unlessDirectoryEnds(
    ({ directory_id }) => directory_id,
    lifecycle({
      created: 'dsync.user.created',
      updated: 'dsync.user.updated',
      deleted: 'dsync.user.deleted',
      serialize: serializeUser,
      organizationId,
      previousAttributesIn: 'data',
    }),
  ),
});

export const directoryGroupEvents = eventSource<NotedGroup>({
  kind: 'directory_group',
  table: 'directory_groups',
  extras: { organization_id: organizationOf },
  endsWith: { directories: ofDirectory, organizations: ofOrganization },
  eventOf: unlessDirectoryEnds(
    ({ directory_id }) => directory_id,
    lifecycle({
      created: 'dsync.group.created',
      updated: 'dsync.group.updated',
      deleted: 'dsync.group.deleted',
      serialize: serializeGroup,
      organizationId,
      previousAttributesIn: 'data',
    }),
  ),
});

export const directoryGroupUserEvents = eventSource<GroupUser>({
  kind: 'directory_group_user',
  table: 'directory_group_users',
  id: (row) => `${row}.directory_group_id || ' ' || ${row}.directory_user_id`,
  extras: {
    directory_user: (row) => `(SELECT json_object(
      'id', id, 'directory_id', directory_id, 'idp_id', idp_id, 'email', email, 'first_name', first_name,
      'last_name', last_name, 'state', state, 'created_at', created_at, 'updated_at', updated_at,
      'organization_id', ${organizationOf('directory_users')})
      FROM directory_users WHERE id = ${row}.directory_user_id)`,
    directory_group: (row) => `(SELECT json_object(
      'id', id, 'directory_id', directory_id, 'idp_id', idp_id, 'name', name, 'created_at', created_at,
      'updated_at', updated_at, 'organization_id', ${organizationOf('directory_groups')})
      FROM directory_groups WHERE id = ${row}.directory_group_id)`,
  },
  endsWith: {
    directory_users: (row) => `noted.directory_user_id = ${row}.id`,
    directory_groups: (row) => `noted.directory_group_id = ${row}.id`,
    directories: (row) =>
      `noted.directory_group_id IN (SELECT id FROM directory_groups WHERE directory_id = ${row}.id)`,
  },
  eventOf: unlessDirectoryEnds(
    ({ directory_group }) => directory_group.directory_id,
    ({ before, after }) => {
      const row = after ?? before;
      if (!row || (before && after)) return undefined;
      const { directory_user: user, directory_group: group } = row;
      return {
        name: after ? 'dsync.group.user_added' : 'dsync.group.user_removed',
        organizationId: group.organization_id,
        data: { directory_id: group.directory_id, user: serializeUser(user), group: serializeGroup(group) },
      };
    },
  ),
});

/** `dsync.deleted` stands for all that was in the directory. */
function unlessDirectoryEnds<Row extends object>(
  directoryId: (row: Row) => string,
  eventOf: (
    transition: { before: Row | undefined; after: Row | undefined },
    scope: EventScope,
  ) => EventDraft | undefined,
) {
  return (transition: { before: Row | undefined; after: Row | undefined }, scope: EventScope) => {
    const { before, after } = transition;
    const ends = before && !after && scope.isDeleted('directory', directoryId(before));
    return ends ? undefined : eventOf(transition, scope);
  };
}

function organizationOf(row: string): string {
  return `(SELECT organization_id FROM directories WHERE directories.id = ${row}.directory_id)`;
}

function ofDirectory(row: string): string {
  return `noted.directory_id = ${row}.id`;
}

function ofOrganization(row: string): string {
  return `noted.directory_id IN (SELECT id FROM directories WHERE organization_id = ${row}.id)`;
}

function serializeUser(user: NotedUser) {
  return userFields(user, user.organization_id);
}

function serializeGroup(group: NotedGroup) {
  return groupFields(group, group.organization_id);
}

function serializeDirectory(directory: NotedDirectory) {
  return {
    object: 'directory' as const,
    id: directory.id,
    organization_id: directory.organization_id,
    type: directory.type,
    state: STATES[directory.state],
    name: directory.name,
    created_at: directory.created_at,
    updated_at: directory.updated_at,
  };
}

/** Events name the states otherwise than the directory does. */
const STATES: Record<Directory['state'], string> = {
  requires_type: 'inactive',
  unlinked: 'inactive',
  validating: 'validating',
  linked: 'active',
  invalid_credentials: 'invalid_credentials',
  deleting: 'deleting',
};
