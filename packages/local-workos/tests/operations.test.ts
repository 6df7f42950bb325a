import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { widgetOperations, widgetUrlCount } from '../scripts/widget-operations.ts';
import { startHarness } from './harness.ts';
import { createWorld, OPERATIONS } from './operations.ts';

const harness = await startHarness();

test('lists every operation', () => {
  assert.equal(widgetOperations.length, widgetUrlCount);
  assert.ok(widgetOperations.length >= 62);
  assert.deepEqual(Object.keys(OPERATIONS).toSorted(), widgetOperations.map(({ name }) => name).toSorted());
});

for (const { name, method, path, takesBody, documented } of widgetOperations) {
  test(`${name} (${method} ${path}): succeeds, and rejects an invalid body`, async () => {
    const { query = '', path: fill, slug, valid, invalid } = OPERATIONS[name] ?? {};
    assert.equal(path.includes('{'), fill !== undefined || slug !== undefined);
    assert.equal(takesBody, invalid !== undefined, 'an invalid body');

    const world = await createWorld(harness);
    const send = async (parameters: string[], body: unknown, headers: Record<string, string>) => {
      const rest = [...parameters];
      const filled = path.replace(/\{\w+\}/g, () => rest.shift() ?? '');
      const response = await harness.request(filled + query, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      const { status } = response;
      const answer = `${status} ${await response.text()}`;
      assert.ok(documented.includes(status), answer);
      return { status, answer };
    };
    const own = slug ? [slug] : ((await fill?.(world)) ?? []);
    const refused = async (
      expected: number[],
      parameters: string[],
      body: unknown,
      headers = world.headers,
    ) => {
      const { status, answer } = await send(parameters, body, headers);
      assert.ok(expected.includes(status), `${expected}: ${answer}`);
    };

    if (invalid !== undefined) await refused([400, 422], own, invalid);

    const { status, answer } = await send(own, await valid?.(world), world.headers);
    assert.ok(status === 200 || status === 201, answer);
  });

  test(`${name} is tested`, () => {
    const folder = new URL('.', import.meta.url);
    const tested = readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts') && file !== 'operations.test.ts')
      .some((file) => new RegExp(`\\b${name}\\(`).test(readFileSync(new URL(file, folder), 'utf8')));
    assert.ok(tested, `No contract test calls ${name}().`);
  });
}
