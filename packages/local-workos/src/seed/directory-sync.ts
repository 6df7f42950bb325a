import type { Database } from '../store/database.ts';
import { hashSecret, newId, newSecret } from '../store/ids.ts';
import type { User } from '../store/users.ts';
import type { Cast } from './cast.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;

const GROUPS = ['Customer Success', 'Design', 'Engineering', 'Sales'];
const PEOPLE = 24;

/** Who had left before the directory was linked: they never got an account. */
const LEFT = ['Ingrid Solberg', 'Mateus Ribeiro', 'Takumi Ono'];

type Person = Pick<User, 'email'> & {
  userId: string | null;
  first_name: string;
  last_name: string;
  groups: string[];
};

/** A linked directory, synced an hour ago. Acme shows the rich state, the other organizations the empty one. */
export function seedDirectorySync(db: Database, { organizations, people }: Cast): void {
  const linkedAt = new Date(db.now().getTime() - 120 * DAY);
  const directoryId = newId('directory', linkedAt);
  const history = { created_at: linkedAt.toISOString(), updated_at: linkedAt.toISOString() };
  const tokenHash = hashSecret(newSecret());
  db.insert('directories', {
    ...history,
    id: directoryId,
    organization_id: organizations.acme,
    external_key: newSecret().slice(0, 16),
    type: 'okta scim v2.0',
    state: 'linked',
    name: 'Acme Corporation',
    token_hash: tokenHash,
    provider_token_hash: tokenHash,
    last_sync_run_at: new Date(db.now().getTime() - HOUR).toISOString(),
  });

  const groupIds = new Map(GROUPS.map((name) => [name, newId('directory_group', linkedAt)]));
  for (const [name, id] of groupIds) {
    db.insert('directory_groups', {
      ...history,
      id,
      directory_id: directoryId,
      idp_id: crypto.randomUUID(),
      name,
    });
  }
  // The people with a button on the sign-in page stay out of it: no play with the directory locks them out.
  const members = directoryMembers(db, organizations.acme, Object.values(people));
  for (const person of [...members, ...LEFT.map(whoLeft)]) {
    const { userId, groups, ...names } = person;
    const idpId = crypto.randomUUID();
    db.insert('directory_provider_people', {
      ...names,
      id: idpId,
      directory_id: directoryId,
      groups: JSON.stringify(groups),
      active: userId ? 1 : 0,
    });
    const id = newId('directory_user', linkedAt);
    db.insert('directory_users', {
      ...history,
      ...names,
      id,
      directory_id: directoryId,
      idp_id: idpId,
      user_id: userId,
      state: userId ? 'active' : 'inactive',
    });
    for (const group of groups) {
      db.insert('directory_group_users', {
        directory_group_id: groupIds.get(group),
        directory_user_id: id,
      });
    }
  }
}

function directoryMembers(db: Database, organizationId: string, except: string[]): Person[] {
  return db
    .all<Pick<User, 'id' | 'email'> & { first_name: string; last_name: string }>(
      `SELECT users.id, users.email, users.first_name, users.last_name FROM organization_memberships AS om
       JOIN users ON users.id = om.user_id WHERE om.organization_id = :organizationId AND om.status = 'active'
       AND users.id NOT IN (SELECT value FROM json_each(:except)) ORDER BY om.id LIMIT :limit`,
      { organizationId, except: JSON.stringify(except), limit: PEOPLE },
    )
    .map(({ id, ...user }, index) => ({
      ...user,
      userId: id,
      groups: GROUPS.filter((_, group) => index % 4 === group || (index % 7 === 0 && group === 2)),
    }));
}

function whoLeft(name: string): Person {
  const [first = '', last = ''] = name.split(' ');
  const email = `${first}.${last}@example.com`.toLowerCase();
  return { userId: null, email, first_name: first, last_name: last, groups: [] };
}
