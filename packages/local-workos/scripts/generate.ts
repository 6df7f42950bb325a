import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readSeedFile } from '../src/seed/load.ts';
import { seedJsonSchema } from '../src/seed/schema.ts';

/**
 * Writes what is generated from the seed: the JSON Schema of seed files, for editors, and the example data as
 * JSON that has been checked, because reading and checking YAML would make starts slower. A test says when
 * they are out of date.
 */
writeJson('../seed.schema.json', JSON.stringify(seedJsonSchema(), null, 2));
writeJson('../src/seed/default.json', JSON.stringify(await readSeedFile(path('../src/seed/default.yaml'))));

function writeJson(name: string, text: string): void {
  writeFileSync(path(name), `${text}\n`);
}

function path(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
