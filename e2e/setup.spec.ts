import { expectAccessible } from './accessibility.ts';
import { APP_PORT, appEnvironment, startApp } from './servers.ts';
import { expect, test } from './test.ts';

/** Doesn't overlap with the ports of other specs. */
const FIRST_PORT = APP_PORT + 14;

const VARIABLES = [
  'WORKOS_API_KEY',
  'WORKOS_CLIENT_ID',
  'WORKOS_COOKIE_PASSWORD',
  'NEXT_PUBLIC_WORKOS_REDIRECT_URI',
] as const;

// Set to nothing, so that no `.env.local` on this machine fills them in.
const NOTHING = Object.fromEntries(
  Object.keys(appEnvironment()).flatMap((name) => (name === 'NEXT_DIST_DIR' ? [] : [[name, '']])),
);

test('without any variables, every page names the missing ones and where to get them', async ({
  page,
  request,
}, { parallelIndex }) => {
  const app = await startApp(FIRST_PORT + parallelIndex, NOTHING);
  try {
    for (const path of ['/', '/users', '/sign-in']) {
      await page.goto(app.origin + path);
      await expect(page.getByRole('listitem')).toContainText(
        VARIABLES.map((name) => new RegExp(`${name} is missing`)),
      );
    }
    for (const where of [
      'dashboard.workos.com/api-keys',
      'openssl rand',
      'dashboard.workos.com/environment/applications',
    ]) {
      await expect(page.getByText(where).first()).toBeVisible();
    }
    await expect(page.getByRole('link', { name: 'Create one' })).toBeVisible();
    await expect(page).toHaveTitle(/^Set up/);
    await expectAccessible(page);

    const response = await request.post(`${app.origin}/api/widgets/token`, {
      data: { widget: 'users-table' },
    });
    expect(response.status()).toBe(503);
    expect(await response.json()).toMatchObject({ error: { code: 'misconfigured' } });
  } finally {
    // Close the page before the app, or its pending requests would fail.
    await page.close();
    await app.stop();
  }
});

test('an invalid value is named but not shown', async ({ page }, { parallelIndex }) => {
  const app = await startApp(FIRST_PORT + parallelIndex, {
    ...NOTHING,
    WORKOS_API_KEY: 'client_swapped',
    WORKOS_CLIENT_ID: 'sk_swapped',
    WORKOS_COOKIE_PASSWORD: 'too-short',
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'no-address',
    WORKOS_API_PORT: 'no-port',
    WORKOS_API_HTTPS: 'perhaps',
  });
  try {
    await page.goto(app.origin);
    await expect(page.getByRole('listitem')).toContainText([
      /WORKOS_API_KEY is not an API key/,
      /WORKOS_CLIENT_ID is not a client ID/,
      /WORKOS_COOKIE_PASSWORD is shorter than 32 characters/,
      /NEXT_PUBLIC_WORKOS_REDIRECT_URI is not a URL/,
      /WORKOS_API_PORT is not a port/,
      /WORKOS_API_HTTPS is neither true nor false/,
    ]);
    expect(await page.content()).not.toMatch(/swapped|too-short|no-address|no-port|perhaps/);
  } finally {
    // Close the page before the app, or its pending requests would fail.
    await page.close();
    await app.stop();
  }
});

test('a redirect URI with the wrong path is named', async ({ page }, { parallelIndex }) => {
  const port = FIRST_PORT + parallelIndex;
  const app = await startApp(port, {
    ...appEnvironment(port),
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `http://localhost:${port}/auth/callback`,
  });
  try {
    await page.goto(app.origin);
    await expect(page.getByRole('listitem')).toContainText([
      /NEXT_PUBLIC_WORKOS_REDIRECT_URI does not end in \/callback/,
    ]);
  } finally {
    await page.close();
    await app.stop();
  }
});

for (const [where, variables, expected] of [
  [
    'production',
    {
      VERCEL_ENV: 'production',
      VERCEL_PROJECT_PRODUCTION_URL: 'app.example.com',
      VERCEL_URL: 'x.vercel.app',
    },
    'https://app.example.com/callback',
  ],
  [
    'a preview',
    { VERCEL_ENV: 'preview', VERCEL_BRANCH_URL: 'branch.vercel.app', VERCEL_URL: 'x.vercel.app' },
    'https://branch.vercel.app/callback',
  ],
] as const) {
  test(`on Vercel, the redirect URI of ${where} is known`, async ({ request }, { parallelIndex }) => {
    const port = FIRST_PORT + parallelIndex;
    const derived = { NEXT_PUBLIC_WORKOS_REDIRECT_URI: '' };
    const app = await startApp(port, { ...appEnvironment(port), ...derived, ...variables });
    try {
      const response = await request.get(`${app.origin}/sign-in`, { maxRedirects: 0 });
      const { searchParams } = new URL(response.headers().location ?? '');
      expect(searchParams.get('redirect_uri')).toBe(expected);
    } finally {
      await app.stop();
    }
  });
}
