import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { loadSeed, readSeedFile } from '../src/seed/load.ts';
import { seedJsonSchema } from '../src/seed/schema.ts';

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));

test('the JSON Schema of seed files is current: `pnpm --filter local-workos generate`', () => {
  const written = JSON.parse(readFileSync(path('../seed.schema.json'), 'utf8'));
  assert.deepEqual(written, JSON.parse(JSON.stringify(seedJsonSchema())));
});

test('the example data matches its YAML: `pnpm --filter local-workos generate`', async () => {
  const read = await readSeedFile(path('../src/seed/default.yaml'));
  assert.deepEqual(await loadSeed(), JSON.parse(JSON.stringify(read)));
});
