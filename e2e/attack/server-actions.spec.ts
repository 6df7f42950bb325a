import type { APIRequestContext } from '@playwright/test';
import { expect, test } from '../test.ts';
import { serverActions } from './routes.ts';

const ACTIONS = [
  'acceptInvitationAction',
  'createOrganizationAction',
  'renewWidgetToken',
  'signOutAction',
  'switchOrganization',
];

test('every server action of the build is attacked here', () => {
  expect(
    serverActions()
      .map(({ name }) => name)
      .toSorted(),
  ).toEqual(ACTIONS);
});

for (const name of ACTIONS) {
  for (const [where, headers] of [
    ['another site', { Origin: 'https://evil.example' }],
    [
      'another site that claims to be this one',
      { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' },
    ],
    ['a sandboxed frame', { Origin: 'null' }],
    ['another port', { Origin: 'http://localhost:1' }],
  ] as const) {
    test(`${name} does not run for a page of ${where}`, async ({ request, organization, localWorkOS }) => {
      await localWorkOS.startSession(request, organization.admin);
      const before = await state(request);
      const response = await call(request, name, [], headers);
      expect(response.status()).toBeGreaterThanOrEqual(400);
      expect(await response.text()).not.toContain(organization.admin.email);
      expect(await state(request)).toEqual(before);
    });
  }

  test(`${name} does nothing without a session`, async ({ request, baseURL, organization }) => {
    const viewer = { userId: organization.admin.id, organizationId: organization.id };
    const response = await call(request, name, argumentsOf(name, viewer), { Origin: baseURL ?? '' });
    const text = await response.text();
    expect(text).not.toContain(organization.name);
    expect(text).not.toMatch(/eyJ[\w-]+\.eyJ/);
    expect(response.headers()['set-cookie'] ?? '').not.toMatch(/wos-session=[^;]{20}/);
  });

  for (const [what, args] of [
    ['no arguments', []],
    ['null', [null, null, null]],
    ['numbers', [1, 2, 3]],
    ['lists', [[], [], []]],
    ['prototypes', ['__proto__', { __proto__: { userId: 'x' }, constructor: 1 }, 'constructor']],
    ['long texts', ['x'.repeat(100_000), 'x', 'x']],
  ] as const) {
    test(`${name} gives nothing away for ${what}`, async ({
      request,
      baseURL,
      organization,
      localWorkOS,
    }) => {
      const stranger = await localWorkOS.createOrganization();
      await localWorkOS.startSession(request, organization.admin);
      const response = await call(request, name, args, { Origin: baseURL ?? '' });
      const text = await response.text();
      expect(text).not.toContain(stranger.name);
      expect(text).not.toMatch(/sk_test|\/node_modules\/|at \w+ \(/);
      expect(response.headers().location ?? '').not.toContain('evil');
    });
  }
}

test('switchOrganization does not open an organization that the person is not in', async ({
  request,
  baseURL,
  organization,
  localWorkOS,
}) => {
  const other = await localWorkOS.createOrganization();
  await localWorkOS.createMember(other, 'Otto', 'admin');
  await localWorkOS.startSession(request, organization.admin);
  const args = [{ userId: organization.admin.id }, other.id, '/users'];
  const response = await call(request, 'switchOrganization', args, { Origin: baseURL ?? '' });
  expect(await response.text()).not.toContain(other.name);
  expect(await state(request)).toEqual({ userId: organization.admin.id, organizationId: organization.id });
});

for (const returnTo of ['https://evil.example', '//evil.example', '/\t/evil.example', '/\\evil.example']) {
  test(`switchOrganization returns to this app, not to ${JSON.stringify(returnTo)}`, async ({
    request,
    baseURL,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.startSession(request, organization.admin);
    const args = [{ userId: organization.admin.id }, organization.id, returnTo];
    const response = await call(request, 'switchOrganization', args, { Origin: baseURL ?? '' });
    expect(response.headers()['x-action-redirect'] ?? '').not.toContain('evil');
    expect(await response.text()).not.toContain('evil.example');
  });
}

function argumentsOf(name: string, viewer: { userId: string; organizationId: string }): unknown[] {
  switch (name) {
    case 'renewWidgetToken':
      return ['users-table', viewer];
    case 'switchOrganization':
      return [viewer, viewer.organizationId, '/users'];
    default:
      return [viewer];
  }
}

/** Calls an action as the router does. */
function call(
  request: APIRequestContext,
  name: string,
  args: readonly unknown[],
  headers: Record<string, string>,
) {
  const action = serverActions().find((each) => each.name === name);
  return request.post('/users', {
    headers: {
      'next-action': action?.id ?? '',
      'Content-Type': 'text/plain;charset=UTF-8',
      Accept: 'text/x-component',
      ...headers,
    },
    data: Buffer.from(JSON.stringify(args)),
    maxRedirects: 0,
  });
}

/** For whom the session acts now. */
async function state(request: APIRequestContext): Promise<{ userId?: string; organizationId?: string }> {
  const response = await request.post('/api/widgets/token', { data: { widget: 'organization-switcher' } });
  if (response.status() !== 201) return {};
  const { token } = (await response.json()) as { token: string };
  const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return { userId: claims.sub, organizationId: claims.org_id };
}
