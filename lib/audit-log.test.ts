import assert from 'node:assert/strict';
import { after, afterEach, mock, test } from 'node:test';
import type { Session } from './session.ts';
import { startRequest } from './test-next.ts';
import { type Answers, answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { logEvent } = await import('./audit-log.ts');

const CREATED_AT = '2026-11-27T10:00:00.000Z';
const EVENTS = 'POST /audit_logs/events';

const ANSWERS: Answers = {
  'GET /organizations/org_1': () => [200, { id: 'org_1', name: 'Acme', created_at: CREATED_AT, domains: [] }],
  [EVENTS]: () => [200, { success: true }],
};

const ADA: Session = {
  id: 'session_1',
  user: {
    id: 'user_ada',
    email: 'ada@example.com',
    emailVerified: true,
    name: 'Ada Lovelace',
    pictureUrl: null,
  },
  organizationId: undefined,
  role: undefined,
  permissions: [],
  impersonator: undefined,
};

afterEach(() => mock.restoreAll());

test('says who did what, from where, and in which organization', async () => {
  startRequest({ 'x-forwarded-for': '203.0.113.7, 10.0.0.1', 'user-agent': 'Firefox' });
  workos.answer(ANSWERS);
  await logEvent(ADA, 'organization.created', 'org_1');
  assert.deepEqual(events(), [
    {
      organization_id: 'org_1',
      event: {
        action: 'organization.created',
        occurred_at: CREATED_AT,
        actor: { type: 'user', id: 'user_ada', name: 'Ada Lovelace' },
        targets: [{ type: 'organization', id: 'org_1', name: 'Acme' }],
        context: { location: '203.0.113.7', user_agent: 'Firefox' },
        metadata: {},
      },
    },
  ]);
});

test('says so when the request tells neither address nor browser', async () => {
  startRequest();
  workos.answer(ANSWERS);
  await logEvent(ADA, 'organization.joined', 'org_1');
  assert.deepEqual(event()?.context, { location: 'unknown', user_agent: 'unknown' });
});

test('names the impersonator', async () => {
  startRequest();
  workos.answer(ANSWERS);
  const impersonator = { email: 'support@example.com', reason: null };
  await logEvent({ ...ADA, impersonator }, 'organization.switched', 'org_1');
  assert.deepEqual(event()?.metadata, { impersonator: 'support@example.com' });
});

test('gives the creation of an organization one key, and each switch its own', async () => {
  startRequest();
  workos.answer(ANSWERS);
  for (const action of ['organization.created', 'organization.switched'] as const) {
    await logEvent(ADA, action, 'org_1');
    await logEvent(ADA, action, 'org_1');
  }
  const keys = sent().map(({ headers }) => headers['idempotency-key']);
  assert.equal(keys.length, 4);
  assert.equal(keys[0], 'organization.created-org_1');
  assert.equal(new Set(keys).size, 3);
});

for (const [what, answers] of [
  ['refuses the event', { ...ANSWERS, [EVENTS]: () => [400, { message: 'Invalid Audit Log event.' }] }],
  ['is down', { ...ANSWERS, [EVENTS]: () => [503, { message: 'Down.' }] }],
  ['does not know the organization', { [EVENTS]: () => [200, { success: true }] }],
  ['does not answer', { ...ANSWERS, [EVENTS]: () => 'silence' }],
] satisfies [string, Answers][]) {
  test(`never fails the act, and logs one line without secrets, when WorkOS ${what}`, async () => {
    const lines: string[] = [];
    mock.method(console, 'error', (...parts: unknown[]) => lines.push(parts.map(String).join(' ')));
    startRequest();
    workos.answer(answers);
    await logEvent(ADA, 'organization.switched', 'org_1');
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /^organization\.switched is missing in the audit log: ./);
    assert.doesNotMatch(lines[0] ?? '', /sk_test_unit|ada@example\.com/);
  });
}

function sent() {
  return workos.sent().filter(({ path }) => path === '/audit_logs/events');
}

function events() {
  return sent().map(({ body }) => body);
}

function event() {
  return events()[0]?.event as Record<string, unknown> | undefined;
}
