import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from './test.ts';

// A page of another program on this machine. Chromium logs each request of it that is refused.
test.use({ allowedConsoleErrors: /./ });

let server: Server;
let origin = '';

test.beforeAll(async () => {
  server = createServer((_, response) =>
    response.writeHead(200, { 'Content-Type': 'text/html' }).end('<!doctype html><title>Evil</title><body>'),
  );
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(server.address() as AddressInfo).port}`;
});

test.afterAll(() => {
  server.closeAllConnections();
  server.close();
});

for (const [what, path, fields] of [
  ['add a fault', '/faults', { method: 'GET', path: '/nothing/*', status: '500' }],
  ['change the settings', '/settings', { mfa: 'off' }],
  ['register a redirect URI', '/settings/redirect-uris', { uri: 'https://evil.example/callback' }],
  ['allow its origin', '/settings/cors-origins', { origin: 'https://evil.example' }],
  ['sign the browser in as somebody', '/people/:id/sign-in', { organization_id: '' }],
  ['impersonate somebody', '/people/:id/impersonate', { reason: 'None' }],
] as const) {
  test(`a page of another port cannot ${what} with a form`, { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await page.goto(`${localWorkOS.origin}/settings`);
    await page.goto(origin);
    const action = localWorkOS.origin + path.replace(':id', organization.admin.id);
    const answered = page.waitForResponse(action);
    await page.evaluate(
      ([address, values]) => {
        const form = document.createElement('form');
        Object.assign(form, { method: 'post', action: address });
        for (const [name, value] of Object.entries(values)) {
          const input = document.createElement('input');
          Object.assign(input, { type: 'hidden', name, value });
          form.append(input);
        }
        document.body.append(form);
        form.submit();
      },
      [action, fields] as const,
    );
    expect((await answered).status()).toBe(403);
    await page.waitForURL(action);
    const cookies = await page.context().cookies();
    expect(cookies.map(({ name }) => name)).not.toContain('local_workos_ticket');
    await page.goto(`${localWorkOS.origin}/settings`);
    await expect(page.getByText('evil.example')).toHaveCount(0);
    await page.goto(`${localWorkOS.origin}/faults`);
    await expect(page.getByText('/nothing/*')).toHaveCount(0);
  });
}

for (const [what, path, method, contentType] of [
  ['delete everything', '/_emulate/reset', 'POST', undefined],
  ['turn the clock', '/_emulate/clock', 'POST', 'text/plain'],
  ['add a fault', '/_emulate/hooks', 'POST', 'text/plain'],
  ['add a fault as JSON', '/_emulate/hooks', 'POST', 'application/json'],
  ['remove faults', '/_emulate/hooks', 'DELETE', undefined],
  ['call the API with its public key', '/organizations', 'POST', 'application/json'],
] as const) {
  test(`a script of another port cannot ${what}`, { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(origin);
    const before = await (await page.request.get(`${localWorkOS.origin}/_emulate/clock`)).json();
    const result = await page.evaluate(
      async ([address, how, type]) => {
        const simple = !type || type === 'text/plain';
        const headers: Record<string, string> = type ? { 'Content-Type': type } : {};
        if (!simple) headers.Authorization = 'Bearer sk_test_default';
        try {
          const response = await fetch(address, {
            method: how,
            headers,
            ...(simple && how === 'POST' ? { mode: 'no-cors' } : {}),
            ...(how === 'POST'
              ? { body: '{"path":"/nothing/*","status":500,"advance":86400,"name":"E"}' }
              : {}),
          });
          return `${response.type} ${response.status}`;
        } catch {
          return 'refused';
        }
      },
      [localWorkOS.origin + path, method, contentType] as const,
    );
    expect(['opaque 0', 'refused']).toContain(result);
    const after = await (await page.request.get(`${localWorkOS.origin}/_emulate/clock`)).json();
    expect(Date.parse(after.now) - Date.parse(before.now)).toBeLessThan(3_600_000);
    const hooks = await (await page.request.get(`${localWorkOS.origin}/_emulate/hooks`)).json();
    expect(JSON.stringify(hooks)).not.toContain('/nothing/*');
  });
}

for (const path of ['/', '/people', '/settings', '/requests', '/organizations', '/_emulate/hooks']) {
  test(`a script of another port cannot read ${path}`, { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(origin);
    const read = await page.evaluate(
      (address) =>
        fetch(address, { credentials: 'include' }).then(
          (response) => response.text(),
          () => 'refused',
        ),
      localWorkOS.origin + path,
    );
    expect(read).toBe('refused');
  });

  test(`a page of another port cannot frame ${path}`, { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(origin);
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.src = address;
      document.body.append(frame);
    }, localWorkOS.origin + path);
    await expect.poll(() => page.frames().length).toBe(2);
    await page.waitForLoadState('networkidle');
    const text = await page
      .frames()[1]
      ?.evaluate(() => document.body.textContent ?? '')
      .catch(() => '');
    expect(text).not.toContain('Local WorkOS');
  });
}

for (const path of ['/', '/people', '/_emulate/hooks', '/organizations']) {
  test(`${path} is not shown under another name of this machine`, { tag: '@desktop' }, async ({
    page,
    localWorkOS,
  }) => {
    // Chromium resolves it to loopback, as an attacker's DNS server would with a name of its own.
    const { port } = new URL(localWorkOS.origin);
    const response = await page.goto(`http://rebound.localhost:${port}${path}`);
    expect(response?.status()).toBe(403);
    expect(await response?.text()).toContain('only responds as localhost');
  });
}
