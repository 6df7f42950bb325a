import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSeedFile } from '../src/seed/load.ts';
import { seedJsonSchema } from '../src/seed/schema.ts';

/**
 * Generates the JSON Schema of seed files for editors, and the example data as validated JSON, because parsing
 * and checking YAML would slow down the start. A test fails when they are out of date.
 */
writeJson('../seed.schema.json', JSON.stringify(seedJsonSchema(), null, 2));
writeJson('../src/seed/default.json', JSON.stringify(await readSeedFile(path('../src/seed/default.yaml'))));

function writeJson(name: string, text: string): void {
  writeFileSync(path(name), `${text}\n`);
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
