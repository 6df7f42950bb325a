import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type Member,
  type MembersParams,
  members,
  removeMember,
} from '@workos-inc/widgets/experimental/api/fetch';
import fc from 'fast-check';
import { newId } from '../src/store/ids.ts';
import { createMembership, deleteMembership, setMembershipRoles } from '../src/store/memberships.ts';
import { createOrganization as insertOrganization } from '../src/store/organizations.ts';
import { createUser } from '../src/store/users.ts';
import {
  authorized,
  type CallOptions,
  createMember,
  createOrganization,
  newEmail,
  startHarness,
  widgetToken,
} from './harness.ts';

const harness = await startHarness();
const { db } = harness.server.local;

/** Few letters, so that searches have matches; characters with a meaning in SQL; and letters beyond A to Z. */
const text = fc.string({ unit: fc.constantFrom(...'aAbBéÉøØ %_\\\'"'), maxLength: 4 });

const person = fc.record({
  firstName: fc.option(text),
  lastName: fc.option(text),
  mailbox: fc.string({ unit: fc.constantFrom(...'aAbB_'), maxLength: 3 }),
  role: fc.constantFrom('admin', 'member'),
  status: fc.constantFrom('active', 'active', 'pending', 'inactive'),
} as const);

const filter = fc.record({
  search: fc.option(text, { nil: undefined }),
  role: fc.option(fc.constantFrom('admin', 'member'), { nil: undefined }),
  limit: fc.oneof(fc.integer({ min: 1, max: 5 }), fc.integer({ min: 1, max: 100 })),
});

type Person = typeof person extends fc.Arbitrary<infer Value> ? Value : never;
type Filter = typeof filter extends fc.Arbitrary<infer Value> ? Value : never;

interface Placed extends Person {
  userId: string;
  membershipId: string;
  email: string;
}

/** A new organization with these people, written directly to the store because there are thousands. */
async function populate(
  people: Person[],
): Promise<{ organizationId: string; placed: Placed[]; as: CallOptions }> {
  const { id: organizationId } = insertOrganization(db, { name: 'Paging' });
  const placed = db.transaction(() => people.map((each) => place(organizationId, each)));
  return { organizationId, placed, as: authorized(harness, await widgetToken(harness, organizationId)) };
}

function place(organizationId: string, each: Person): Placed {
  const email = `${each.mailbox}-${newId('x')}@example.com`;
  const user = createUser(db, { email, first_name: each.firstName, last_name: each.lastName });
  const membership = createMembership(db, {
    user_id: user.id,
    organization_id: organizationId,
    roles: [each.role],
    status: each.status,
  });
  return { ...each, userId: user.id, membershipId: membership.id, email };
}

/** The ids that a filter should return, newest first. */
function expected(placed: Placed[], { search = '', role }: Filter): string[] {
  const wanted = search.trim().toLowerCase();
  return placed
    .filter(({ status }) => status !== 'inactive')
    .filter((each) => role === undefined || each.role === role)
    .filter(({ email, firstName, lastName }) =>
      [email, `${firstName ?? ''} ${lastName ?? ''}`.trim()].some((each) =>
        each.toLowerCase().includes(wanted),
      ),
    )
    .map(({ userId }) => userId)
    .toReversed();
}

async function fetchPage({ search, role, limit }: Filter, cursor: MembersParams, as: CallOptions) {
  const params = {
    limit: String(limit),
    ...(search === undefined ? {} : { search }),
    ...(role ? { role } : {}),
  };
  const response = await members({ ...params, ...cursor }, as);
  assert.equal(response.status, 200);
  return response.data;
}

/** Pages through the list like the widget's Next (`before`) or Previous (`after`). */
async function walk(
  by: 'before' | 'after',
  from: string | null,
  wanted: Filter,
  as: CallOptions,
  between: () => void = () => {},
) {
  const pages: Member[][] = [];
  let cursor = from;
  let last = { before: from, after: from } as { before?: string | null; after?: string | null };
  do {
    const page = await fetchPage(wanted, cursor === null ? {} : { [by]: cursor }, as);
    pages.push(page.data);
    assert.ok(pages.length <= 100, 'paging does not end');
    last = page.list_metadata;
    cursor = last[by] ?? null;
    if (cursor !== null) between();
  } while (cursor !== null);
  return { pages, last };
}

const idsOf = (pages: Member[][]) => pages.flat().map(({ id }) => id);

test('returns each match exactly once, in order, in both directions', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(person, { maxLength: 30 }), filter, async (people, wanted) => {
      const { placed, as } = await populate(people);
      const matches = expected(placed, wanted);

      const { pages, last } = await walk('before', null, wanted, as);
      assert.deepEqual(idsOf(pages), matches);
      for (const page of pages.slice(0, -1))
        assert.equal(page.length, wanted.limit, 'only the last page is short');
      if (matches.length > 0) assert.ok(pages.at(-1)?.length, 'the last page is not empty');

      const lastPage = pages.at(-1) ?? [];
      if (last.after) {
        const { pages: back } = await walk('after', last.after, wanted, as);
        assert.deepEqual([...idsOf(back.toReversed()), ...idsOf([lastPage])], matches);
      } else assert.equal(pages.length, 1, 'only the first page has no previous page');
    }),
    { numRuns: 60 },
  );
});

const change = fc.record({
  kind: fc.constantFrom('add', 'remove', 'change role'),
  which: fc.nat(),
  added: person,
} as const);

test('does not skip or repeat members when others change', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(person, { minLength: 1, maxLength: 30 }),
      filter.map((each) => ({ ...each, limit: Math.min(each.limit, 6) })),
      fc.array(change, { minLength: 1, maxLength: 12 }),
      async (people, wanted, changes) => {
        const { organizationId, placed, as } = await populate(people);
        const matches = expected(placed, wanted);
        const touched = new Set<string>();
        const remaining = [...changes];

        const { pages } = await walk('before', null, wanted, as, () => {
          for (const { kind, which, added } of remaining.splice(0, 2)) {
            const one = placed[which % placed.length];
            if (kind === 'add' || !one) touched.add(place(organizationId, added).userId);
            else {
              touched.add(one.userId);
              if (kind === 'remove') deleteMembership(db, one.membershipId);
              else if (!deleted(one))
                setMembershipRoles(db, one.membershipId, [one.role === 'admin' ? 'member' : 'admin']);
            }
          }
        });

        const seen = idsOf(pages);
        assert.equal(new Set(seen).size, seen.length, 'nobody twice');
        const untouched = (id: string) => !touched.has(id);
        assert.deepEqual(seen.filter(untouched), matches.filter(untouched));
      },
    ),
    { numRuns: 60 },
  );
});

function deleted({ membershipId }: Placed): boolean {
  return (
    db.get('SELECT 1 FROM organization_memberships WHERE id = :membershipId', { membershipId }) === undefined
  );
}

test('pages back after the last member of a page is removed', async () => {
  const { id, adminId } = await createOrganization(harness);
  const newer = [(await createMember(harness, id)).id, (await createMember(harness, id)).id].toReversed();
  const as = authorized(harness, await widgetToken(harness, id));
  const wanted = { limit: 2, search: undefined, role: undefined };
  const first = await fetchPage(wanted, {}, as);
  const before = first.list_metadata.before ?? '';
  assert.deepEqual(idsOf([first.data, (await fetchPage(wanted, { before }, as)).data]), [...newer, adminId]);

  await removeMember(adminId, as);
  const emptied = await fetchPage(wanted, { before }, as);
  assert.deepEqual([emptied.data, emptied.list_metadata.before], [[], null]);
  const back = await fetchPage(wanted, { after: emptied.list_metadata.after ?? '' }, as);
  assert.deepEqual(idsOf([back.data]), newer);
  assert.deepEqual(back.list_metadata, { before: null, after: null });
});

test('has no cursors when no one matches', async () => {
  const { as } = await populate([]);
  const nothing = await fetchPage({ limit: 10, search: newEmail(), role: undefined }, {}, as);
  assert.deepEqual(nothing.data, []);
  assert.deepEqual(nothing.list_metadata, { before: null, after: null });
});
