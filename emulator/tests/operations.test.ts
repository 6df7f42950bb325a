import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { WIDGET_SCOPES } from '../widget-scopes.ts';
import { createOrganization, startHarness } from './harness.ts';

const GENERATED = new URL(
  '../../node_modules/@workos-inc/widgets/dist/esm/experimental/api/fetch.js',
  import.meta.url,
);

/** Every operation of the installed widgets: its function, method, and path with `-` for each parameter. */
const operations = [
  ...readFileSync(GENERATED, 'utf8').matchAll(
    /const (\w+) = async \([^)]*\) => \{[^`]*?fetch\(\s*(get\w+Url)\([^;]*?method: "(\w+)"/g,
  ),
].map(([, name = '', urlFunction = '', method = '']) => ({ name, method, path: pathOf(urlFunction) }));

const harness = await startHarness();

test('the list of operations is complete', () => {
  const exported = [...readFileSync(GENERATED, 'utf8').matchAll(/^const get\w+Url = \(/gm)];
  assert.equal(operations.length, exported.length);
  assert.ok(operations.length >= 62);
});

for (const { name, method, path } of operations) {
  test(`${name} (${method} ${path}) is served`, async () => {
    const organization = await createOrganization(harness);
    const { token } = (await (
      await harness.post('/widgets/token', {
        organization_id: organization.id,
        user_id: organization.adminId,
        scopes: WIDGET_SCOPES,
      })
    ).json()) as { token: string };
    const response = await fetch(harness.origin + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    const body = (await response.json()) as { code?: string };
    assert.notEqual(body.code, 'not_found');
    assert.ok(response.status < 500, `status ${response.status}`);
  });

  test(`${name} is tested`, () => {
    const folder = new URL('.', import.meta.url);
    const tested = readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts') && file !== 'operations.test.ts')
      .some((file) => new RegExp(`\\b${name}\\(`).test(readFileSync(new URL(file, folder), 'utf8')));
    assert.ok(tested, `No contract test calls ${name}().`);
  });
}

function pathOf(urlFunction: string): string {
  const source = readFileSync(GENERATED, 'utf8');
  const body = source.slice(source.indexOf(`const ${urlFunction} =`));
  const path = /https:\/\/api\.workos\.com([^`?]*)/.exec(body)?.[1] ?? '';
  return path.replace(/\$\{[^}]*\}/g, '-');
}
