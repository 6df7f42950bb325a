import { expect, test } from '../test.ts';

/** Ways to write another site, for whoever follows a redirect without looking closely. */
const ELSEWHERE = [
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  'https:evil.example',
  'javascript:alert(1)',
  '/..//evil.example',
  'http://localhost@evil.example',
];

/** The parameters in which apps usually take a path to return to. */
const PARAMETERS = ['returnTo', 'return_to', 'returnPathname', 'redirect', 'redirect_uri', 'next', 'url'];

for (const path of ['/sign-in', '/sign-up']) {
  for (const elsewhere of ELSEWHERE) {
    test(`${path} does not lead to ${JSON.stringify(elsewhere)}, whatever parameter names it`, async ({
      request,
      localWorkOS,
    }) => {
      const query = new URLSearchParams(PARAMETERS.map((name) => [name, elsewhere]));
      const response = await request.get(`${path}?${query}`, { maxRedirects: 0 });
      expect(response.status()).toBe(307);
      const location = new URL(response.headers().location ?? '');
      expect(location.origin).toBe(localWorkOS.origin);
      expect(location.searchParams.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/callback$/);
      expect(location.searchParams.get('state') ?? '').not.toContain('evil');
      expect(response.headers()['cache-control']).toContain('no-store');
    });
  }
}

for (const elsewhere of ELSEWHERE) {
  const state = Buffer.from(JSON.stringify({ returnPathname: elsewhere, returnTo: elsewhere }));
  for (const [what, value] of [
    ['a state that names', state.toString('base64url')],
    ['an encoded state that names', state.toString('base64')],
  ] as const) {
    test(`/callback does not follow ${what} ${JSON.stringify(elsewhere)}`, async ({ request }) => {
      const query = new URLSearchParams({ code: 'made-up', state: value, returnTo: elsewhere });
      const response = await request.get(`/callback?${query}`, { maxRedirects: 0 });
      const location = response.headers().location ?? '/';
      expect(new URL(location, 'http://localhost').hostname).toBe('localhost');
      expect(response.headers()).not.toHaveProperty('refresh');
      expect(response.headers()['set-cookie'] ?? '').not.toMatch(/wos-session=[^;]{20}/);
    });
  }

  test(`no page leads a signed-in person to ${JSON.stringify(elsewhere)}`, async ({
    request,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.startSession(request, organization.admin);
    const query = new URLSearchParams(PARAMETERS.map((name) => [name, elsewhere]));
    for (const path of ['/', '/users', '/new-organization', '/setup', '/sign-in']) {
      const response = await request.get(`${path}?${query}`, { maxRedirects: 0 });
      const location = new URL(response.headers().location ?? '/', 'http://localhost');
      expect(location.hostname, path).toBe('localhost');
    }
  });
}

for (const host of ['evil.example', 'evil.example:443', 'localhost.evil.example', '127.0.0.1.evil.example']) {
  for (const path of ['/', '/sign-in', '/users']) {
    test(`${path} names its own address, not ${host}`, async ({ request, localWorkOS }) => {
      const response = await request.get(path, {
        headers: { 'X-Forwarded-Host': host, 'X-Forwarded-Proto': 'https' },
        maxRedirects: 0,
      });
      expect(await response.text()).not.toContain(host);
      expect(JSON.stringify(response.headers())).not.toContain(host);
      if (response.headers().location) expect(response.headers().location).toContain(localWorkOS.origin);
    });
  }
}
