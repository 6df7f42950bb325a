import { expectAccessible } from './accessibility.ts';
import { APP_PORT, appEnvironment, startApp } from './servers.ts';
import { expect, test } from './test.ts';

/** Doesn't overlap with the ports of other specs. */
const FIRST_PORT = APP_PORT + 15;

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

test('on Vercel, the redirect URI is known', async ({ request }, { parallelIndex }) => {
  const port = FIRST_PORT + parallelIndex;
  const app = await startApp(port, {
    ...appEnvironment(port),
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: '',
    VERCEL_ENV: 'production',
    VERCEL_PROJECT_PRODUCTION_URL: 'app.example.com',
    VERCEL_URL: 'x.vercel.app',
  });
  try {
    const response = await request.get(`${app.origin}/sign-in`, { maxRedirects: 0 });
    const { searchParams } = new URL(response.headers().location ?? '');
    expect(searchParams.get('redirect_uri')).toBe('https://app.example.com/callback');
  } finally {
    await app.stop();
  }
});
