import assert from 'node:assert/strict';
import type { SQLInputValue } from 'node:sqlite';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { ACME, MARCELINA, startHarness, widgetToken } from './harness.ts';

const harness = await startHarness();
const { db } = harness.server.local;
const token = await widgetToken(harness, ACME, MARCELINA);

/** The configuration of the environment, which does not grow with the organizations, and tables that are empty. */
const SMALL = [
  'roles',
  'permissions',
  'role_permissions',
  'settings',
  'redirect_uris',
  'cors_origins',
  'json_each',
  'search_changes',
  'change_notes',
  'webhook_endpoints',
];

/**
 * Conditions that an index answers. Anything else in a list's WHERE clause would be looked at row by row, except where
 * the search index has proposed the rows.
 */
const INDEXED = [/^true$/, /^[\w.]+ (=|<|>|<=|>=|IS) :\w+$/, /^[\w.]+ = '[\w.]+'$/];

type Parameters = Record<string, SQLInputValue | undefined>;

/** Every statement of a piece of work, with the parameters of its last call. */
async function statementsOf(work: () => Promise<unknown>): Promise<Map<string, Parameters>> {
  const seen = new Map<string, Parameters>();
  const original = { get: db.get, all: db.all, run: db.run };
  const noted =
    <Result>(call: (sql: string, parameters?: Parameters) => Result) =>
    (sql: string, parameters: Parameters = {}): Result => {
      seen.set(sql, parameters);
      return call.call(db, sql, parameters);
    };
  Object.assign(db, { get: noted(db.get), all: noted(db.all), run: noted(db.run) });
  try {
    await work();
  } finally {
    Object.assign(db, original);
  }
  return seen;
}

function planOf(sql: string, parameters: Parameters = {}): string[] {
  return db.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`, parameters).map(({ detail }) => detail);
}

/** What in a plan takes longer with the rows of other organizations, or with all rows of a list. */
function problemsOf(sql: string, parameters?: Parameters): string[] {
  const plan = planOf(sql, parameters);
  const problems = plan.filter((detail) => {
    const [, table = ''] = /^SCAN (\w+)/.exec(detail) ?? [];
    // This index has pending deliveries only.
    if (detail.endsWith('INDEX webhook_deliveries_due')) return false;
    if (!table || SMALL.includes(table) || realNames(sql, table).every((name) => SMALL.includes(name)))
      return false;
    // The full-text index is asked for terms, and SQLite says SCAN to every virtual table.
    return !/VIRTUAL TABLE INDEX \d+:.*M\d/.test(detail) && !/^SCAN CONSTANT ROW/.test(detail);
  });
  if (sql.includes('LIMIT :limit')) {
    problems.push(...plan.filter((detail) => detail.includes('TEMP B-TREE')));
    // A plan does not show the conditions that no index answers.
    if (!sql.includes(' MATCH :terms')) {
      for (const each of sql.split(' UNION ALL ')) {
        const where = /WHERE([\s\S]*?)(?:ORDER BY|$)/.exec(each)?.[1] ?? '';
        const conditions = where.split(/\sAND\s/).map((condition) => condition.trim());
        problems.push(...conditions.filter((one) => !INDEXED.some((form) => form.test(one))));
      }
    }
  }
  return problems;
}

/** What a table is called in the database; a plan has the alias. */
function realNames(sql: string, alias: string): string[] {
  return [...sql.matchAll(/(?:FROM|JOIN)\s+(\w+) AS (\w+)/g)]
    .flatMap(([, name = '', as]) => (as === alias ? [name] : []))
    .concat(new RegExp(`(?:FROM|JOIN|UPDATE)\\s+${alias}\\b`).test(sql) ? [alias] : []);
}

const widget = { Authorization: `Bearer ${token}` };
const members = (query: string) => async () => {
  const response = await harness.request(`/_widgets/UserManagement/members?limit=10${query}`, {
    headers: widget,
  });
  assert.equal(response.status, 200);
};
const api = (path: string) => async () => {
  assert.equal((await harness.get(path)).status, 200);
};
const people = (query: string) => async () => {
  assert.equal((await harness.request(`/people${query}`, { headers: { Accept: 'text/html' } })).status, 200);
};

const users = '/user_management/users';
const memberships = '/user_management/organization_memberships';
const invitations = '/user_management/invitations';

const HOT: Record<string, () => Promise<unknown>> = {
  'mint a token': () => widgetToken(harness, ACME, MARCELINA),
  'members: first page': members(''),
  'members: next page': members('&before=om_5'),
  'members: previous page': members('&after=om_5'),
  'members: search': members('&search=ma'),
  'members: search, next page': members('&search=m&before=om_5'),
  'members: search, previous page': members('&search=mar&after=om_5'),
  'members: role': members('&role=admin'),
  'members: search and role': members('&role=admin&search=mar'),
  'organizations of a person': async () => {
    await harness.request('/_widgets/UserManagement/organizations', { headers: widget });
  },
  users: api(users),
  'users: next page': api(`${users}?after=user_5`),
  'users: previous page': api(`${users}?before=user_5`),
  'users: oldest': api(`${users}?order=asc`),
  'users of an organization': api(`${users}?organization_id=${ACME}`),
  'users of an organization: next page': api(`${users}?organization_id=${ACME}&after=user_5`),
  'users by email': api(`${users}?email=nobody@example.com`),
  'users by email in an organization': api(`${users}?email=nobody@example.com&organization_id=${ACME}`),
  memberships: api(`${memberships}?organization_id=${ACME}`),
  'memberships: oldest': api(`${memberships}?organization_id=${ACME}&order=asc`),
  'memberships: two statuses': api(`${memberships}?organization_id=${ACME}&statuses=active&statuses=pending`),
  'memberships: every status': api(
    `${memberships}?organization_id=${ACME}&statuses=active,inactive,pending&after=om_5`,
  ),
  'memberships of a user': api(`${memberships}?user_id=${MARCELINA}`),
  'memberships of a user in an organization': api(
    `${memberships}?user_id=${MARCELINA}&organization_id=${ACME}`,
  ),
  invitations: api(invitations),
  'invitations: next page': api(`${invitations}?after=invitation_5`),
  'invitations of an organization': api(`${invitations}?organization_id=${ACME}`),
  'invitations of an organization: previous page': api(
    `${invitations}?organization_id=${ACME}&before=invitation_5`,
  ),
  'invitations by email': api(`${invitations}?email=nobody@example.com`),
  'invitations by email to an organization': api(
    `${invitations}?email=nobody@example.com&organization_id=${ACME}`,
  ),
  events: api('/events?after=event_5'),
  'events by name': api('/events?events=user.created,user.deleted&after=event_5'),
  'events of an organization': async () => {
    const { id } = await harness.workos.organizations.createOrganization({ name: 'Planned' });
    await api(`/events?organization_id=${id}`)();
    await api(`/events?organization_id=${id}&events=organization.created&order=desc`)();
  },
  organizations: api('/organizations?after=org_5'),
  'audit log event': async () => {
    const response = await harness.request('/audit_logs/events', {
      method: 'POST',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        organization_id: ACME,
        event: {
          action: 'user.signed_in',
          occurred_at: db.timestamp(),
          actor: { type: 'user', id: MARCELINA },
          targets: [{ type: 'user', id: MARCELINA }],
          context: { location: '127.0.0.1' },
        },
      }),
    });
    assert.ok(response.status < 300, await response.text());
  },
  'People page': people(''),
  'People page: next page': people('?after=user_5'),
  'People page: search': people('?search=mar'),
  'People page: search, next page': people('?search=m&after=user_5'),
};

for (const [name, work] of Object.entries(HOT)) {
  test(`reads no table as a whole: ${name}`, async () => {
    const statements = await statementsOf(work);
    assert.ok(statements.size > 0);
    for (const [sql, parameters] of statements) {
      assert.deepEqual(problemsOf(sql, parameters), [], `${sql}\n${planOf(sql, parameters).join('\n')}`);
    }
  });
}

test('notices a scan, a sort, and a condition that no index answers', () => {
  const page = 'ORDER BY id DESC LIMIT :limit';
  assert.equal(problemsOf('SELECT * FROM users WHERE metadata = 1').length, 1);
  assert.equal(problemsOf('SELECT count(*) FROM users').length, 1);
  assert.equal(
    problemsOf(
      `SELECT * FROM organization_memberships AS om WHERE om.organization_id = 'a' AND om.status <> 'b' AND om.id < :cursor ${page}`,
    ).length,
    2,
  );
  assert.equal(
    problemsOf(`SELECT * FROM users WHERE instr(email, 'a') > 0 AND id < :cursor ${page}`).length,
    1,
  );
  assert.deepEqual(problemsOf('SELECT * FROM roles AS one'), []);
});
