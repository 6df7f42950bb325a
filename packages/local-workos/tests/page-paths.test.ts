import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mayBePage } from '../src/page-paths.ts';
import { dashboardRoutes, hostedRoutes } from '../src/page-routes.ts';
import { startHarness } from './harness.ts';

const { server } = await startHarness();

test('knows the path of every page, which is loaded when it is asked for', () => {
  const paths = [...dashboardRoutes, ...hostedRoutes].flatMap((routes) =>
    routes(server.local).routes.map(({ path }) => path),
  );
  assert.ok(paths.length > 80);
  for (const path of paths) {
    for (const value of ['a', 'a-b.c', '%20']) assert.ok(mayBePage(path.replace(/:\w+|\*/g, value)), path);
  }
});

test('does not take the paths of the widgets and of the public API for pages', () => {
  for (const path of [
    '/_widgets/UserManagement/members',
    '/widgets/token',
    '/user_management/users',
    '/health',
  ]) {
    assert.ok(!mayBePage(path), path);
  }
});
