import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { listMembers } from '../src/memberships/members.ts';
import { registerReactions } from '../src/reactions.ts';
import { Database } from '../src/store/database.ts';
import { newId } from '../src/store/ids.ts';
import { deleteMembership, setMembershipRoles, setMembershipStatus } from '../src/store/memberships.ts';
import { createOrganization } from '../src/store/organizations.ts';
import { createRole, findRole } from '../src/store/roles.ts';
import { Snapshot } from '../src/store/snapshot.ts';
import { searchUsers } from '../src/store/user-search.ts';
import { deleteUser, updateUser } from '../src/store/users.ts';
import { dataFolder } from './program.ts';

/** Letters that change their length, form, or number in lower case; a lone surrogate; what means something in a query. */
const CHARACTERS = [...'aAbBéÉßẞİıiIØøσςΣﬁ한😀𝒜'];
const AWKWARD = [
  'e\u0301',
  '\u0307',
  '\ud83d',
  '\u0000',
  '\u200d',
  '"',
  "'",
  '%',
  '_',
  '*',
  '-',
  '(',
  ' ',
  '  ',
  '\n',
];

const text = fc.string({ unit: fc.constantFrom(...CHARACTERS, ...AWKWARD), maxLength: 6 });
const needle = fc.oneof(
  text,
  fc.string({ unit: fc.constantFrom(...CHARACTERS, ...AWKWARD), minLength: 1, maxLength: 2 }),
  fc.constantFrom('@', '.example', 'x@', 'AND', 'NOT a', 'a*', '"a"', 'terms:a', 'a'.repeat(300)),
);
/** Text with which an address can begin. SQLite takes two that begin with NUL for the same. */
const address = text.filter((each) => !each.includes('\u0000'));
const person = fc.record({
  email: address,
  firstName: fc.option(text),
  lastName: fc.option(text),
  role: fc.constantFrom('admin', 'member'),
  status: fc.constantFrom('active', 'active', 'pending', 'inactive'),
  organization: fc.nat({ max: 1 }),
  at: fc.nat({ max: 5 }),
} as const);
const people = fc.array(person, { maxLength: 12 });

type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never;

const everything = { limit: 100, order: 'normal', before: undefined, after: undefined } as const;

/** The search before there was an index: every row is looked at. */
function scanMembers(
  db: Database,
  organizationId: string,
  search: string,
  role: string | undefined,
): string[] {
  return db
    .all<{ id: string }>(
      `SELECT om.id FROM organization_memberships AS om JOIN users ON users.id = om.user_id
       WHERE om.organization_id = :organizationId AND om.status <> 'inactive'
       AND (:search IS NULL OR instr(lower(users.email), lower(:search)) > 0
         OR instr(lower(trim(coalesce(users.first_name, '') || ' ' || coalesce(users.last_name, ''))), lower(:search)) > 0)
       AND (:role IS NULL OR EXISTS (SELECT 1 FROM organization_membership_roles AS assigned
         JOIN roles ON roles.id = assigned.role_id
         WHERE assigned.organization_membership_id = om.id AND roles.slug = :role))
       ORDER BY om.id DESC`,
      { organizationId, search: search.trim() || null, role },
    )
    .map(({ id }) => id);
}

function scanUsers(db: Database, search: string): string[] {
  return db
    .all<{ id: string }>(
      `SELECT id FROM users WHERE (:search = '' OR instr(lower(email || ' ' || coalesce(first_name, '') || ' '
       || coalesce(last_name, '')), lower(:search)) > 0) ORDER BY id DESC`,
      { search },
    )
    .map(({ id }) => id);
}

function assertSame(db: Database, organizations: readonly string[], search: string): void {
  for (const organizationId of organizations) {
    for (const role of [undefined, 'admin', 'member']) {
      const found = listMembers(db, organizationId, { search, role }, everything).rows;
      const ids = found.map(({ membership_id }) => membership_id);
      assert.deepEqual(ids, scanMembers(db, organizationId, search, role), JSON.stringify({ search, role }));
    }
  }
  const found = searchUsers(db, search, { ...everything, order: 'desc' }).rows.map(({ id }) => id);
  assert.deepEqual(found, scanUsers(db, search), JSON.stringify(search));
}

function emptyDatabase(): { db: Database; organizations: string[] } {
  const db = new Database(':memory:');
  registerReactions(db);
  for (const slug of ['admin', 'member']) createRole(db, { slug, name: slug });
  const organizations = ['First', 'Second'].map((name) => createOrganization(db, { name }).id);
  return { db, organizations };
}

/** Adds a person whose ids are as old as it says, so that people do not come in the order of their ids. */
function add(db: Database, organizations: readonly string[], each: Person): { userId: string; id: string } {
  const at = new Date(1_800_000_000_000 + each.at);
  const userId = newId('user', at);
  const id = newId('om', at);
  const times = { created_at: db.timestamp(), updated_at: db.timestamp() };
  db.transaction(() => {
    db.insert('users', {
      id: userId,
      email: `${each.email}${userId}`,
      first_name: each.firstName,
      last_name: each.lastName,
      ...times,
    });
    db.insert('organization_memberships', {
      id,
      user_id: userId,
      organization_id: organizations[each.organization],
      status: each.status,
      ...times,
    });
    const role_id = findRole(db, each.role)?.id;
    db.insert('organization_membership_roles', { organization_membership_id: id, role_id });
  });
  return { userId, id };
}

test('finds exactly what a look at every row finds', () => {
  fc.assert(
    fc.property(people, fc.array(needle, { minLength: 1, maxLength: 8 }), (added, needles) => {
      const { db, organizations } = emptyDatabase();
      for (const each of added) add(db, organizations, each);
      const parts = added.flatMap(({ firstName, lastName }) => [
        `${firstName ?? ''} ${lastName ?? ''}`,
        firstName ?? '',
      ]);
      for (const search of [...needles, ...parts, ...parts.map((part) => part.toUpperCase())]) {
        assertSame(db, organizations, search);
      }
      db.close();
    }),
    { numRuns: 60 },
  );
});

test('finds awkward names and addresses by each of their parts', () => {
  const { db, organizations } = emptyDatabase();
  const names = [
    'Émile',
    'E\u0301mile',
    'İpek',
    'ΟΔΟΣ',
    'Straße',
    'ﬁona',
    '한국',
    '👩‍👩‍👧',
    "O'Neil",
    'a b',
    '%_%',
    '"AND"',
  ];
  for (const [index, firstName] of names.entries()) {
    const status = 'active';
    const organization = index % 2;
    add(db, organizations, {
      email: 'X+',
      firstName,
      lastName: 'Ñandú',
      role: 'admin',
      status,
      organization,
      at: 0,
    });
  }
  for (const name of [...names, 'X+', 'Ñandú', ...names.map((each) => `${each} ñ`)]) {
    const characters = [...name];
    for (let start = 0; start < characters.length; start++) {
      for (let end = start + 1; end <= characters.length; end++) {
        const part = characters.slice(start, end).join('');
        for (const search of [part, part.toLowerCase(), part.toUpperCase(), part.normalize('NFD')]) {
          assertSame(db, organizations, search);
        }
      }
    }
  }
  db.close();
});

const change = fc.record({
  kind: fc.constantFrom(
    'add',
    'rename',
    'change email',
    'roles',
    'status',
    'leave',
    'delete',
    'delete role',
    'undo',
  ),
  which: fc.nat(),
  person,
});

test('finds what is there after changes, in the order of the ids', () => {
  fc.assert(
    fc.property(people, fc.array(change, { maxLength: 12 }), needle, (added, changes, search) => {
      const { db, organizations } = emptyDatabase();
      const placed = added.map((each) => add(db, organizations, each));
      for (const each of changes) {
        const one = placed[each.which % placed.length];
        apply(db, organizations, each, one);
        assertSame(db, organizations, search);
      }
      assertSame(db, organizations, changes.at(-1)?.person.firstName ?? 'a');
      db.close();
    }),
    { numRuns: 60 },
  );
});

function apply(
  db: Database,
  organizations: readonly string[],
  { kind, person: other }: typeof change extends fc.Arbitrary<infer Value> ? Value : never,
  one: { userId: string; id: string } | undefined,
): void {
  if (kind === 'add' || !one) {
    add(db, organizations, other);
    return;
  }
  const isMember =
    db.get('SELECT 1 FROM organization_memberships WHERE id = :id', { id: one.id }) !== undefined;
  const isUser = db.get('SELECT 1 FROM users WHERE id = :id', { id: one.userId }) !== undefined;
  if (kind === 'rename' && isUser) {
    updateUser(db, one.userId, { first_name: other.firstName, last_name: other.lastName });
  }
  if (kind === 'change email' && isUser) updateUser(db, one.userId, { email: `${other.email}${newId('x')}` });
  if (kind === 'roles' && isMember) setMembershipRoles(db, one.id, [other.role]);
  if (kind === 'status' && isMember) setMembershipStatus(db, one.id, other.status);
  if (kind === 'leave') deleteMembership(db, one.id);
  if (kind === 'delete') deleteUser(db, one.userId);
  if (kind === 'delete role') db.run('DELETE FROM roles WHERE slug = :role', { role: 'never used' });
  if (kind === 'undo') {
    assert.throws(() =>
      db.transaction(() => {
        add(db, organizations, other);
        deleteUser(db, one.userId);
        throw new Error('undone');
      }),
    );
  }
}

test('keeps the order of the ids when there is no room between two', () => {
  const { db, organizations } = emptyDatabase();
  const template = { email: 'a', firstName: 'Ada', lastName: null, role: 'admin', status: 'active' } as const;
  // Each is newer than all but the first two: the place between them fills up.
  add(db, organizations, { ...template, organization: 0, at: 0 });
  add(db, organizations, { ...template, organization: 0, at: 10_000 });
  for (let at = 1; at < 700; at++) add(db, organizations, { ...template, organization: 0, at });
  for (let at = 9000; at > 8980; at--) add(db, organizations, { ...template, organization: 0, at });
  const found: string[] = [];
  let before: string | undefined;
  do {
    const page = listMembers(db, organizations[0] ?? '', { search: 'ada' }, { ...everything, before });
    found.push(...page.rows.map(({ membership_id }) => membership_id));
    before = page.listMetadata.before ?? undefined;
  } while (before);
  assert.equal(found.length, 721);
  assert.deepEqual(found, scanMembers(db, organizations[0] ?? '', 'ada', undefined));
  db.close();
});

test('a role that is deleted is no longer found', () => {
  const { db, organizations } = emptyDatabase();
  const template = {
    email: 'a',
    firstName: 'Ada',
    lastName: null,
    status: 'active',
    organization: 0,
    at: 0,
  } as const;
  add(db, organizations, { ...template, role: 'admin' });
  db.run(`DELETE FROM roles WHERE slug = 'admin'`);
  createRole(db, { slug: 'admin', name: 'Another' });
  assertSame(db, organizations, 'ada');
  db.close();
});

test('returns to a snapshot', () => {
  const { db, organizations } = emptyDatabase();
  const template = {
    email: 'a',
    lastName: null,
    role: 'admin',
    status: 'active',
    organization: 0,
    at: 0,
  } as const;
  const placed = ['Ada', 'Grace'].map((firstName) => add(db, organizations, { ...template, firstName }));
  const snapshot = new Snapshot(db);
  deleteUser(db, placed[0]?.userId ?? '');
  add(db, organizations, { ...template, firstName: 'Linus' });
  snapshot.restore();
  for (const search of ['ada', 'grace', 'linus']) assertSame(db, organizations, search);
  db.close();
});

test('finds people of an earlier data file, and what another program has written to it', () => {
  const file = join(dataFolder(), 'workos.db');
  writeFileSync(file, gunzipSync(readFileSync(new URL('fixtures/version-0.db.gz', import.meta.url))));
  new Database(file).close();
  const other = new DatabaseSync(file);
  other.exec(`UPDATE users SET first_name = 'Rénamed' WHERE rowid % 7 = 0`);
  other.exec('DELETE FROM users WHERE rowid % 11 = 0');
  other.close();

  const db = new Database(file);
  const organizations = db.all<{ id: string }>('SELECT id FROM organizations').map(({ id }) => id);
  for (const search of ['a', 'en', 'rÉN', 'example', '.', 'nobody at all'])
    assertSame(db, organizations, search);
  assert.ok(scanUsers(db, 'rÉN').length > 0);
  db.close();
});
