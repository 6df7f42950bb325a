import type { APIRequestContext } from '@playwright/test';
import { expect, test } from './test.ts';

const SIGNED_IN = ['/users', '/overview', '/new-organization', '/nowhere'];
const REDIRECTS = ['/users', '/sign-in', '/sign-up', '/callback', '/setup'];

test('every page and redirect has the security headers', async ({ request, organization, localWorkOS }) => {
  for (const path of REDIRECTS) await expectSecure(request, path, 307, localWorkOS.origin);
  await expectSecure(request, '/', 200, localWorkOS.origin);
  await localWorkOS.startSession(request, organization.admin);
  for (const path of SIGNED_IN) {
    await expectSecure(request, path, path === '/nowhere' ? 404 : 200, localWorkOS.origin);
  }
  await expectSecure(request, '/', 307, localWorkOS.origin);
  await expectSecure(request, '/api/widgets/token', 405, localWorkOS.origin);
});

test('each script carries the nonce of its request', async ({ request, organization, localWorkOS }) => {
  const seen = new Set<string>();
  const check = async (path: string) => {
    const response = await request.get(path);
    const nonce = nonceOf(response.headers()['content-security-policy'] ?? '');
    expect(seen.has(nonce)).toBe(false);
    seen.add(nonce);
    const scripts = (await response.text()).match(/<script\b[^>]*>/g) ?? [];
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => !script.includes(`nonce="${nonce}"`))).toEqual([]);
  };
  for (const path of ['/', '/']) await check(path);
  await localWorkOS.startSession(request, organization.admin);
  for (const path of [...SIGNED_IN, '/users']) await check(path);
});

test('responses to a signed-in person are not cached', async ({ request, organization, localWorkOS }) => {
  await localWorkOS.startSession(request, organization.admin);
  for (const path of SIGNED_IN) {
    const cacheControl = (await request.get(path)).headers()['cache-control'];
    expect(cacheControl, path).toContain('private');
    expect(cacheControl, path).toContain('no-store');
  }
});

test('cookies are HttpOnly and same-site', async ({ request, organization, localWorkOS }) => {
  await localWorkOS.startSession(request, organization.admin);
  const { cookies } = await request.storageState();
  const session = cookies.find(({ name }) => name === 'wos-session');
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax', path: '/' });
});

test.describe('the policy is enforced', () => {
  test.use({ allowedConsoleErrors: /Content.Security.Policy|Refused to/ });

  test('blocks inline handlers, other hosts, and frames', async ({
    page,
    consoleErrors,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin);
    await expect(page.getByRole('table')).toBeVisible();
    expect(consoleErrors).toEqual([]);
    const stopped = await page.evaluate(async () => {
      document.body.insertAdjacentHTML(
        'beforeend',
        '<iframe src="/"></iframe><button onclick="document.title = \'taken over\'">Inline</button>',
      );
      return fetch('http://127.0.0.1:9/').then(
        () => false,
        () => true,
      );
    });
    expect(stopped).toBe(true);
    await page.getByRole('button', { name: 'Inline' }).click();
    await expect(page).toHaveTitle(/^Users/);
    for (const directive of ['script-src', 'frame-src', 'connect-src']) {
      await expect
        .poll(() => consoleErrors.filter((error) => error.startsWith('Violates')))
        .toContainEqual(expect.stringContaining(directive));
    }
  });
});

async function expectSecure(
  request: APIRequestContext,
  path: string,
  status: number,
  workosOrigin: string,
): Promise<void> {
  const response = await request.get(path, { maxRedirects: 0 });
  expect(response.status(), path).toBe(status);
  const headers = response.headers();
  expect(headers, path).toMatchObject({
    'strict-transport-security': expect.stringMatching(/^max-age=\d{8}/),
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'strict-origin-when-cross-origin',
    'permissions-policy': expect.stringContaining('camera=()'),
    'cross-origin-opener-policy': expect.stringMatching(/^same-origin/),
  });
  expect(headers).not.toHaveProperty('x-powered-by');

  const policy = directives(headers['content-security-policy'] ?? '');
  expect(policy['script-src'], path).not.toContain("'unsafe-inline'");
  expect(policy['script-src'], path).not.toContain("'unsafe-eval'");
  expect(policy['connect-src'], path).toEqual(["'self'", workosOrigin]);
  expect(policy, path).toMatchObject({
    'default-src': ["'self'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'frame-ancestors': ["'none'"],
    'form-action': ["'self'", workosOrigin, 'https://setup.workos.com'],
  });
}

function directives(policy: string): Record<string, string[]> {
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources];
    }),
  );
}

function nonceOf(policy: string): string {
  const [, nonce] = /'nonce-([\w-]{20,})'/.exec(policy) ?? [];
  if (!nonce) throw new Error(`No nonce in ${policy}`);
  return nonce;
}

test('a link preview shows the product', async ({ request, baseURL }) => {
  const page = await (await request.get('/')).text();
  expect(page).toContain(`<meta property="og:image" content="${baseURL}/social.png"`);
  expect(page).toMatch(/<meta name="twitter:card" content="summary_large_image"/);
  for (const [path, type] of [
    ['/social.png', 'image/png'],
    ['/icon-192.png', 'image/png'],
    ['/icons.svg', 'image/svg+xml'],
    ['/apple-icon.png', 'image/png'],
    ['/robots.txt', 'text/plain'],
    ['/manifest.webmanifest', 'application/manifest+json'],
  ]) {
    const response = await request.get(path ?? '');
    expect(response.status(), path).toBe(200);
    expect(response.headers()['content-type'], path).toContain(type);
    expect(response.headers(), path).toMatchObject({
      'content-security-policy': expect.stringContaining("default-src 'none'"),
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
  }
});

for (const path of [
  '/favicon.ico',
  '/favicon.icoX',
  '/_next/image?url=/social.png&w=64&q=75',
  '/robots.txt/x',
  '/icon.svgg',
  '/icons.svgg',
  '/social.png.html',
  '/_next/imagery',
]) {
  test(`${path}, which is no public file, gets the policy of a page`, async ({ request }) => {
    const response = await request.get(path, { headers: { 'x-nonce': 'mine' }, maxRedirects: 0 });
    const policy = response.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('mine');
  });
}
