import { z } from 'zod';
import { emailAddress, personName } from '../http/request-body.ts';
import { DIRECTORY_TYPES } from '../store/directory-types.ts';
import { hashSecret, newId, newSecret } from '../store/ids.ts';
import { findUserByEmail } from '../store/users.ts';
import { at, history, organizationId, type SeedContext, timestampAt } from './context.ts';
import { createdAt, id, moment, organization } from './fields.ts';

const directoryUserSchema = z.strictObject({
  email: emailAddress,
  first_name: personName.optional().describe('Defaults to the name in `users`.'),
  last_name: personName.optional().describe('Defaults to the name in `users`.'),
  state: z.enum(['active', 'inactive']).default('active'),
  groups: z.array(z.string()).default([]).describe('Names from `groups` of the directory.'),
});

export const directorySchema = z.strictObject({
  id: id.optional(),
  name: z.string().min(1),
  organization,
  type: z.enum(Object.keys(DIRECTORY_TYPES)).default('generic scim v2.0'),
  state: z.enum(['linked', 'unlinked', 'invalid_credentials']).default('linked'),
  created_at: createdAt,
  last_sync_run_at: moment.optional(),
  groups: z.array(z.string().min(1)).default([]),
  users: z.array(directoryUserSchema).default([]),
});

type SeededDirectory = z.output<typeof directorySchema>;
type SeededDirectoryUser = z.output<typeof directoryUserSchema>;

export function seedDirectories(context: SeedContext): void {
  for (const directory of context.seed.directories) {
    const created = at(context, directory.created_at);
    const directoryId = directory.id ?? newId('directory', created);
    insertDirectory(context, directory, directoryId);
    const groupIds = new Map(directory.groups.map((name) => [name, newId('directory_group', created)]));
    for (const [name, id] of groupIds) {
      context.db.insert('directory_groups', {
        id,
        directory_id: directoryId,
        idp_id: crypto.randomUUID(),
        name,
        ...history(context, directory.created_at),
      });
    }
    for (const user of directory.users) {
      const id = insertDirectoryUser(context, directory, directoryId, user);
      for (const group of user.groups) {
        context.db.insert('directory_group_users', {
          directory_group_id: groupIds.get(group),
          directory_user_id: id,
        });
      }
    }
  }
}

function insertDirectory(context: SeedContext, directory: SeededDirectory, id: string): void {
  const isLinked = directory.state === 'linked';
  const tokenHash = directory.state === 'unlinked' ? undefined : hashSecret(newSecret());
  context.db.insert('directories', {
    id,
    organization_id: organizationId(context, directory.organization),
    external_key: newSecret().slice(0, 16),
    type: directory.type,
    state: directory.state,
    name: directory.name,
    token_hash: tokenHash,
    // The sync fails if the provider has a different token.
    provider_token_hash: isLinked ? tokenHash : hashSecret(newSecret()),
    last_sync_run_at: timestampAt(context, directory.last_sync_run_at),
    ...history(context, directory.created_at),
  });
}

/** @returns The id of the directory user. */
function insertDirectoryUser(
  context: SeedContext,
  directory: SeededDirectory,
  directoryId: string,
  { groups, state, ...person }: SeededDirectoryUser,
): string {
  const { db } = context;
  const account = findUserByEmail(db, person.email);
  const names = {
    email: person.email,
    first_name: person.first_name ?? account?.first_name ?? '',
    last_name: person.last_name ?? account?.last_name ?? '',
  };
  const idpId = crypto.randomUUID();
  db.insert('directory_provider_people', {
    ...names,
    id: idpId,
    directory_id: directoryId,
    groups: JSON.stringify(groups),
    active: Number(state === 'active'),
  });
  const id = newId('directory_user', at(context, directory.created_at));
  db.insert('directory_users', {
    ...names,
    id,
    directory_id: directoryId,
    idp_id: idpId,
    user_id: state === 'active' ? account?.id : undefined,
    state,
    ...history(context, directory.created_at),
  });
  return id;
}
