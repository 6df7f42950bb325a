import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import type { Operation } from './supported-document.ts';

const INSTALLED = fileURLToPath(
  new URL('../node_modules/@workos/openapi-spec/open-api-spec.yaml', import.meta.url),
);
const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** WorkOS's published OpenAPI. */
export interface OpenApi {
  version: string;
  operations: readonly Operation[];
}

/**
 * Reads the OpenAPI that the environment variable `OPENAPI_SPEC` names, or the installed one. `info.version` is
 * always 1.0, so the version comes from the package or the file's name.
 */
export function readOpenApi(file = process.env.OPENAPI_SPEC || INSTALLED): OpenApi {
  const document: { paths: Record<string, Partial<Record<string, { tags?: string[]; summary?: string }>>> } =
    parse(readFileSync(file, 'utf8'));
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    METHODS.flatMap((method) => {
      const operation = methods[method];
      if (!operation) return [];
      const { tags: [group = 'other'] = [], summary = '' } = operation;
      return [{ group, method: method.toUpperCase(), path, summary }];
    }),
  );
  return { version: versionOf(file), operations };
}

function versionOf(file: string): string {
  const manifest = join(dirname(file), 'package.json');
  if (existsSync(manifest)) return JSON.parse(readFileSync(manifest, 'utf8')).version;
  const version = /\d+(\.\d+)+/.exec(basename(file))?.[0];
  if (!version) throw new Error(`${file} has no package.json beside it, and no version in its name.`);
  return version;
}
