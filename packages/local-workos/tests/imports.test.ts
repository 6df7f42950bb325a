import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const SRC = fileURLToPath(new URL('../src', import.meta.url));
const REPOSITORY = resolve(SRC, '../../..');

/** Folders that are not products. The lint rule defines what each can import. */
const LAYERS = ['store', 'http', 'pages', 'authkit', 'dashboard', 'seed'];

test('products depend on each other in one direction', () => {
  const uses = new Map<string, Set<string>>();
  for (const file of sources(SRC)) {
    const from = productOf(file);
    for (const target of importsOf(file)) {
      const to = productOf(target);
      if (from && to && from !== to) uses.set(from, (uses.get(from) ?? new Set()).add(to));
    }
  }
  assert.ok(uses.size > 5);
  for (const product of uses.keys()) {
    assert.ok(!reaches(uses, product, product), `${product} uses itself by way of another product.`);
  }
});

/** A file, and a specifier that it imports. */
type Import = readonly [file: string, specifier: string];

const REFUSED: readonly Import[] = [
  ['packages/local-workos/src/store/users.ts', '../http/api-error.ts'],
  ['packages/local-workos/src/store/users.ts', '../users/serialize.ts'],
  ['packages/local-workos/src/http/caller.ts', '../users/serialize.ts'],
  ['packages/local-workos/src/pages/layout.ts', '../dashboard/inbox.ts'],
  ['packages/local-workos/src/domains/portal.ts', '../authkit/sign-in.ts'],
  ['packages/local-workos/src/domains/portal.ts', '../dashboard/inbox.ts'],
  ['packages/local-workos/src/domains/portal.ts', '../server.ts'],
  ['packages/local-workos/src/sso/portal.ts', '../domains/portal.ts'],
  ['packages/local-workos/src/sso/portal.ts', '../pipes/organization-widget.ts'],
  ['packages/local-workos/src/authkit/sign-in.ts', '../dashboard/inbox.ts'],
  ['packages/local-workos/src/authkit/sign-in.ts', '../users/api.ts'],
  ['packages/local-workos/src/dashboard/inbox.ts', '../routes.ts'],
  ['packages/local-workos/src/server.ts', '../../../lib/widgets.ts'],
  ['packages/local-workos/src/users/api.ts', '../../../../lib/widgets.ts'],
  ['packages/local-workos/tests/users.test.ts', '../../../e2e/servers.ts'],
  ['lib/session.ts', '../packages/local-workos/src/server.ts'],
  ['e2e/servers.ts', '../packages/local-workos/src/http/options.ts'],
  ['scripts/dev.ts', 'local-workos'],
];

const ALLOWED: readonly Import[] = [
  ['packages/local-workos/src/store/users.ts', './ids.ts'],
  ['packages/local-workos/src/http/caller.ts', '../store/users.ts'],
  ['packages/local-workos/src/sso/portal.ts', '../domains/domain-verification.ts'],
  ['packages/local-workos/src/sso/portal.ts', './portal-page.ts'],
  ['packages/local-workos/src/authkit/sign-in.ts', '../passwords/hash.ts'],
  ['packages/local-workos/src/server.ts', './routes.ts'],
  ['packages/local-workos/tests/users.test.ts', '../src/server.ts'],
  ['lib/session.ts', './workos.ts'],
];

test('the lint rule rejects only upward and cross-package imports', async () => {
  const answers = await refused([...REFUSED, ...ALLOWED]);
  for (const [index, [file, specifier]] of [...REFUSED, ...ALLOWED].entries()) {
    const expected = index < REFUSED.length;
    assert.equal(answers[index], expected, `${file} importing ${specifier}: refused is ${answers[index]}`);
  }
});

/** Returns which of these imports the linter rejects, in a folder with only the repository's rules. */
async function refused(imports: readonly Import[]): Promise<boolean[]> {
  const folder = mkdtempSync(join(tmpdir(), 'imports-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  for (const config of ['biome.json', 'packages/local-workos/biome.json']) {
    cpSync(join(REPOSITORY, config), join(folder, config));
  }
  const files = imports.map(([file, specifier], index) => {
    const path = join(dirname(file), `import-${index}.ts`);
    mkdirSync(join(folder, dirname(file)), { recursive: true });
    writeFileSync(
      join(folder, path),
      `import { anything } from '${specifier}';\n\nexport const used = anything;\n`,
    );
    return path;
  });
  const { diagnostics } = await biome(folder);
  return files.map((path) =>
    diagnostics.some(
      ({ category, location }) =>
        category === 'lint/style/noRestrictedImports' && location?.path?.replaceAll('\\', '/') === path,
    ),
  );
}

interface Report {
  diagnostics: { category: string; location?: { path?: string } }[];
}

/** The linter exits with 1 when it finds something, which is expected here. */
async function biome(folder: string): Promise<Report> {
  const program = createRequire(import.meta.url).resolve('@biomejs/biome/bin/biome');
  const args = ['lint', '--reporter=json', '--max-diagnostics=none', '--vcs-enabled=false', '.'];
  const stdout = await new Promise<string>((resolve) =>
    execFile(process.execPath, [program, ...args], { cwd: folder }, (_error, output) => resolve(output)),
  );
  return JSON.parse(stdout);
}

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name));
}

/** The files of Local WorkOS that a file imports, statically or dynamically. */
function importsOf(file: string): string[] {
  const found = readFileSync(file, 'utf8').matchAll(/(?:from |import\()'(\.[^']+)'/g);
  return [...found].map(([, specifier = '']) => join(dirname(file), specifier));
}

function productOf(file: string): string | undefined {
  const [folder = '', ...rest] = relative(SRC, file).split(sep);
  return rest.length > 0 && !LAYERS.includes(folder) ? folder : undefined;
}

function reaches(
  uses: Map<string, Set<string>>,
  from: string,
  to: string,
  seen = new Set<string>(),
): boolean {
  for (const next of uses.get(from) ?? []) {
    if (next === to) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    if (reaches(uses, next, to, seen)) return true;
  }
  return false;
}
