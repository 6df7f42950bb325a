import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import './test-next.ts';
import { accessToken, answerAsWorkOS } from './test-workos.ts';
import type { WidgetToken } from './widget-token.ts';
import type { Widget } from './widgets.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const { fetchWidgetData } = await import('./widget-data.ts');

const ORIGIN = `http://127.0.0.1:${process.env.WORKOS_API_PORT}`;
const PERMISSIONS = ['widgets:users-table:manage'];
const TOKEN = await accessToken({ permissions: PERMISSIONS });

const MEMBERS = 'GET /_widgets/UserManagement/members';
const ROLES = 'GET /_widgets/UserManagement/roles';
const ROLES_AND_CONFIG = 'GET /_widgets/UserManagement/roles-and-config';
const ANSWERS = {
  [MEMBERS]: () => [200, { data: ['Ada'] }],
  [ROLES]: () => [200, ['admin']],
  [ROLES_AND_CONFIG]: () => [200, { roles: [], multipleRolesEnabled: false }],
} as const satisfies Parameters<typeof workos.answer>[0];

test('has the answers under the keys that the widget looks for', async () => {
  workos.answer(ANSWERS);
  assert.deepEqual(await dataOf('users-table', TOKEN), {
    [key('/_widgets/UserManagement/members', { limit: '10' })]: { data: ['Ada'] },
    [key('/_widgets/UserManagement/roles')]: ['admin'],
    [key('/_widgets/UserManagement/roles-and-config')]: { roles: [], multipleRolesEnabled: false },
    [JSON.stringify(['permission', ...PERMISSIONS, TOKEN])]: true,
  });
});

for (const [search, sent] of [
  [{ ak_q: 'ada' }, { limit: '10', search: 'ada' }],
  [{ ak_role: 'admin' }, { limit: '10', role: 'admin' }],
  [
    { ak_role: 'admin', ak_q: 'ada' },
    { limit: '10', role: 'admin' },
  ],
  [
    { ak_role: '', ak_q: ['ada', 'grace'] },
    { limit: '10', search: 'ada' },
  ],
  [{ page: '2' }, { limit: '10' }],
] as const) {
  test(`asks for the members that the address names: ${JSON.stringify(search)}`, async () => {
    workos.answer(ANSWERS);
    const found = await dataOf('users-table', TOKEN, { ...search } as Record<string, string | string[]>);
    const [request] = workos.sent().filter(({ path }) => path.endsWith('/members'));
    assert.deepEqual(Object.fromEntries(request?.query ?? []), sent);
    assert.ok(key('/_widgets/UserManagement/members', sent) in found);
  });
}

test('leaves to the widget what WorkOS refuses, garbles, or does not answer', async () => {
  workos.answer({ ...ANSWERS, [MEMBERS]: () => [403, { message: 'No.' }], [ROLES]: () => 'silence' });
  assert.deepEqual(
    Object.keys(await dataOf('users-table', TOKEN)).sort(),
    [
      JSON.stringify(['permission', ...PERMISSIONS, TOKEN]),
      key('/_widgets/UserManagement/roles-and-config'),
    ].sort(),
  );
});

test('leaves it to the widget to say that a permission is missing', async () => {
  workos.answer(ANSWERS);
  const token = await accessToken({ permissions: ['widgets:api-keys:manage'] });
  const keys = Object.keys(await dataOf('users-table', token));
  assert.deepEqual(
    keys.filter((each) => each.includes('"permission"')),
    [],
  );
});

async function dataOf(widget: Widget, token: string, search: Record<string, string | string[]> = {}) {
  const { entries } = await fetchWidgetData(widget, token as WidgetToken<Widget>, Promise.resolve(search));
  return Object.fromEntries(entries.map(({ key, data }) => [JSON.stringify(key), data]));
}

function key(path: string, params?: Record<string, string>): string {
  return JSON.stringify([path, ...(params ? [params] : []), PERMISSIONS, ORIGIN]);
}
