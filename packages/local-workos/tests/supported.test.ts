import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { readOpenApi } from '../scripts/openapi.ts';
import { servedOperations } from '../scripts/served-operations.ts';
import { type Operation, parseSupported, renderSupported } from '../scripts/supported-document.ts';
import { WIDGETS_VERSION, widgetOperations } from '../scripts/widget-operations.ts';
import { answer, startHarness } from './harness.ts';

const text = readFileSync(new URL('../SUPPORTED.md', import.meta.url), 'utf8').replaceAll('\r\n', '\n');
const document = parseSupported(text);
const isServed = await servedOperations();

const names = (operations: readonly Pick<Operation, 'method' | 'path'>[]) =>
  operations.map(({ method, path }) => `${method} ${path}`).toSorted();

test('SUPPORTED.md marks exactly what is served; if this fails, run `pnpm supported`', () => {
  assert.ok(document.api.length >= 212);
  assert.equal(renderSupported(document, isServed), text);
});

test('SUPPORTED.md lists every operation of the OpenAPI', () => {
  const openApi = readOpenApi();
  const served = openApi.operations.filter(isServed);
  assert.ok(served.length > 80);
  const listed = new Set(names(document.api));
  assert.deepEqual(
    names(served).filter((name) => !listed.has(name)),
    [],
  );
  if (openApi.version === document.openApiVersion) {
    assert.deepEqual(names(document.api), names(openApi.operations));
  }
});

test('SUPPORTED.md lists every operation the installed widgets call', () => {
  assert.equal(document.widgetsVersion, WIDGETS_VERSION);
  assert.deepEqual(names(document.widgets), names(widgetOperations));
});

test('names the path of a request that is not served', async () => {
  const harness = await startHarness();
  const missing = document.api.filter((operation) => !isServed(operation) && operation.method === 'GET');
  for (const { path } of missing.filter((_, index) => index % 5 === 0)) {
    const filled = path.replace(/\{\w+\}/g, 'some_id');
    const response = await fetch(harness.origin + filled, {
      headers: { Authorization: 'Bearer sk_test_default' },
    });
    const message = `Local WorkOS has no GET ${filled}.`;
    assert.deepEqual(await answer(response), { status: 404, body: { code: 'not_found', message } });
  }
});
