import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newEvent, rowsOf } from './audit-logs.ts';
import { Browser, type Page } from './browser.ts';
import { createOrganization, startHarness } from './harness.ts';
import { openPortal } from './portal.ts';

const harness = await startHarness();
const { auditLogs } = harness.workos;
const PATH = '/portal/audit-logs';

/** The actions in the table, from top to bottom. */
function actionsOf({ html }: Page): string[] {
  return [...html.matchAll(/<td><code>([^<]*)<\/code><\/td>/g)].map(([, action = '']) => action);
}

async function organizationWithEvents() {
  const { id } = await createOrganization(harness);
  await auditLogs.createEvent(
    id,
    newEvent({
      action: 'document.created',
      occurredAt: new Date('2026-11-01T10:00:00Z'),
      actor: { id: 'user_1', type: 'user', name: 'Ada <b>' },
    }),
  );
  await auditLogs.createEvent(
    id,
    newEvent({
      action: 'team.joined',
      occurredAt: new Date('2026-11-02T23:59:59.999Z'),
      actor: { id: 'user_2', type: 'user' },
      targets: [{ id: 'team_1', type: 'team', name: 'Blue' }],
      metadata: { reason: 'invited' },
    }),
  );
  return id;
}

test('shows the events of the organization, newest first, and none of another', async () => {
  const id = await organizationWithEvents();
  const other = await createOrganization(harness);
  await auditLogs.createEvent(other.id, newEvent({ action: 'of.another' }));
  const { page } = await openPortal(harness, id, 'audit_logs');
  assert.equal(page.url.pathname, PATH);
  assert.deepEqual(actionsOf(page), ['team.joined', 'document.created']);
  assert.doesNotMatch(page.html, /of\.another|Ada <b>/);
  for (const shown of [
    'Ada <b> (user)',
    'user_2 (user)',
    'Blue (team)',
    '192.0.2.8',
    '"reason": "invited"',
  ]) {
    assert.ok(page.text.includes(shown), shown);
  }
});

test('says that there are no events yet', async () => {
  const { id } = await createOrganization(harness);
  const { page } = await openPortal(harness, id, 'audit_logs');
  assert.match(page.text, /No events yet/);
});

test('filters, and exports what is filtered', async () => {
  const id = await organizationWithEvents();
  const { browser, page } = await openPortal(harness, id, 'audit_logs');
  for (const option of ['document.created', 'team.joined', 'user_1', 'user_2', 'team', 'document']) {
    assert.ok(page.html.includes(`<option value="${option}"`), option);
  }
  for (const [query, expected] of [
    ['action=team.joined', ['team.joined']],
    ['actor=user_1', ['document.created']],
    ['target=document', ['document.created']],
    ['from=2026-11-02', ['team.joined']],
    ['to=2026-11-02', ['team.joined', 'document.created']],
    ['to=2026-11-01', ['document.created']],
    ['from=0000-01-01&to=9999-12-31', ['team.joined', 'document.created']],
    ['from=2026-11-02&target=document', []],
    ['from=&to=&action=', ['team.joined', 'document.created']],
    ['from=x&to=2026-02-31&after=y', ['team.joined', 'document.created']],
  ] as const) {
    const filtered = await browser.open(`${PATH}?${query}`);
    assert.equal(filtered.status, 200);
    assert.deepEqual(actionsOf(filtered), expected, query);
    const file = await browser.submit(filtered, PATH, {}, 'Export as CSV');
    assert.match(file.url.pathname, /^\/audit-log-exports\/audit_log_export_\w+\.csv$/);
    assert.deepEqual(
      rowsOf(file.html).map(({ action }) => action),
      expected.toReversed(),
      query,
    );
  }
  assert.match((await browser.open(`${PATH}?action=none`)).text, /No event matches these filters/);
});

test('pages through older events, each once, with the filters', async () => {
  const { id } = await createOrganization(harness);
  const count = 103;
  for (let at = 0; at < count; at++) {
    // Several share a moment.
    const occurredAt = new Date(Date.UTC(2026, 0, 1) + Math.floor(at / 10));
    await auditLogs.createEvent(id, newEvent({ action: `event.${at}`, occurredAt }));
  }
  const { browser } = await openPortal(harness, id, 'audit_logs');
  let page = await browser.open(`${PATH}?target=document`);
  const seen = actionsOf(page);
  while (page.text.includes('Older events')) {
    page = await browser.click(page, 'Older events');
    assert.equal(page.url.searchParams.get('target'), 'document');
    seen.push(...actionsOf(page));
  }
  assert.deepEqual(
    seen,
    Array.from({ length: count }, (_, at) => `event.${count - 1 - at}`),
  );
});

test('opens for its own intent alone', async () => {
  const id = await organizationWithEvents();
  const { browser } = await openPortal(harness, id, 'log_streams');
  assert.match((await browser.open(PATH)).text, /session has ended/);
  assert.match((await new Browser(harness).open(PATH)).text, /session has ended/);
  const own = await openPortal(harness, id, 'audit_logs');
  assert.match((await own.browser.open('/portal/audit-log-stream')).text, /session has ended/);
});

test('opens from the page of the organization', async () => {
  const id = await organizationWithEvents();
  const browser = new Browser(harness);
  const page = await browser.open(`/organizations/${id}/manage`);
  const events = await browser.submit(page, `/organizations/${id}/portal-links/audit-logs`);
  assert.deepEqual(actionsOf(events), ['team.joined', 'document.created']);
});
