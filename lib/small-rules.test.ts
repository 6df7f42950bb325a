import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mock, test } from 'node:test';
import { fitsIntoCookie } from './session-cookie.ts';
import { parseTheme } from './theme.ts';
import { isSameViewer } from './viewer.ts';
import { isAllowed, widgetEntry, widgetPages, widgets } from './widgets.ts';
import { TookTooLong, within } from './within.ts';

test('gives up on slow work only', async () => {
  assert.equal(await within(1000, Promise.resolve('in time')), 'in time');
  await assert.rejects(within(1, new Promise(() => {})), new TookTooLong(1));
  await assert.rejects(within(1000, Promise.reject(new Error('its own'))), /its own/);
});

test('takes an answer that came while this process was busy', async () => {
  const answer = new Promise((resolve) => {
    setImmediate(() => {
      const end = Date.now() + 150;
      while (Date.now() < end);
      setImmediate(resolve, 'in time');
    });
  });
  assert.equal(await within(100, answer), 'in time');
});

test('handles a failure after the deadline', async () => {
  const unhandled = mock.fn();
  process.on('unhandledRejection', unhandled);
  const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 10));
  await assert.rejects(within(1, late), TookTooLong);
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', unhandled);
  assert.equal(unhandled.mock.callCount(), 0);
});

test('leaves no timer behind', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((resource) => resource === 'Timeout').length;
  const before = timers();
  await within(60_000, Promise.resolve());
  await assert.rejects(within(60_000, Promise.reject(new Error('its own'))));
  assert.equal(timers(), before);
});

test('logs a session that is too large for a cookie', () => {
  const log = mock.method(console, 'error', () => {});
  assert.equal(fitsIntoCookie('name', 'x'.repeat(4092)), true);
  assert.equal(log.mock.callCount(), 0);
  assert.equal(fitsIntoCookie('name', 'x'.repeat(4093)), false);
  assert.match(String(log.mock.calls[0]?.arguments[0]), /4097 bytes.*permissions, or .*JWT template/);
  log.mock.restore();
});

test('tells viewers apart by person and organization', () => {
  const viewer = { userId: 'user_1', organizationId: 'org_1' };
  assert.equal(isSameViewer(viewer, { ...viewer }), true);
  assert.equal(isSameViewer(viewer, { ...viewer, userId: 'user_2' }), false);
  assert.equal(isSameViewer(viewer, { ...viewer, organizationId: 'org_2' }), false);
  assert.equal(isSameViewer(viewer, { ...viewer, organizationId: undefined }), false);
});

test('falls back to the system theme for an unknown value', () => {
  assert.deepEqual(['light', 'dark', 'system', 'pink', undefined].map(parseTheme), [
    'light',
    'dark',
    'system',
    'system',
    'system',
  ]);
});

test('allows a widget without scopes to everyone, and others to people with one of their scopes', () => {
  assert.equal(isAllowed(widgetEntry('user-profile'), []), true);
  assert.equal(isAllowed(widgetEntry('users-table'), []), false);
  assert.equal(isAllowed(widgetEntry('users-table'), ['widgets:users-table:manage']), true);
  assert.equal(isAllowed(widgetEntry('users-table'), ['widgets:api-keys:manage']), false);
  assert.equal(isAllowed(widgetEntry('user-api-keys'), ['widgets:user-api-keys:manage-all']), true);
});

test('lists the widgets that have a page', () => {
  const listed = widgetPages();
  assert.deepEqual(
    listed.map(([widget]) => widget),
    Object.keys(widgets).filter((widget) => widget !== 'organization-switcher'),
  );
  for (const [widget, entry] of listed) assert.deepEqual(entry, widgets[widget]);
});

test('gives each page its own path and folder', () => {
  const pages = Object.values(widgets).flatMap((entry) => ('page' in entry ? [entry.page] : []));
  assert.equal(pages.length, 12);
  assert.equal(new Set(pages.map(({ path }) => path)).size, 12);
  for (const { path, folder } of pages) assert.equal(path, `/${folder}`);
});

test('names each page’s component after its widget', () => {
  for (const [widget, { page }] of widgetPages()) {
    assert.ok(existsSync(`app/(dashboard)/${page.folder}/${widget}.tsx`), widget);
  }
});

test('draws an icon for each page', () => {
  const icons = readFileSync('public/icons.svg', 'utf8');
  for (const [widget] of widgetPages()) assert.ok(icons.includes(`<symbol id="${widget}"`), widget);
});
