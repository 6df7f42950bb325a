import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const HELP = `Removes Local WorkOS and what only it needs: the rest is an app that runs against WorkOS.

Usage: pnpm remove-local-workos --yes [--no-install]

  --yes          does it; without, it only says what it would do
  --no-install   leaves node_modules and the lock file for you to update`;

/** All tests run on Local WorkOS, so they go with it, and this command as well. */
const FOLDERS_AND_FILES = [
  'emulator',
  'e2e',
  '.ci',
  '.local-workos',
  'docs/testing-on-local-workos.md',
  'scripts/test.ts',
  'scripts/browser.ts',
  'scripts/bench.ts',
  'scripts/running-app.ts',
  'scripts/screenshots.ts',
  'scripts/workos/commands.test.ts',
  'scripts/remove-local-workos.test.ts',
  'scripts/remove-local-workos.ts',
];

const SCRIPTS_REMOVED = ['emulator', 'test', 'test:removal', 'bench', 'screenshots', 'remove-local-workos'];

/** Passages about it in files that stay. */
const PASSAGES: readonly [file: string, passage: RegExp, replacement: string][] = [
  ['.env.example', / Without WORKOS_API_KEY, .* Local WorkOS.*/, ''],
  ['.env.example', /, for example Local WorkOS/, ''],
  ['.github/dependabot.yml', /^ {4}ignore:\n(?: {6}.*\n)+/m, ''],
  ['.github/dependabot.yml', /^ {6}tests:\n.*\n/m, ''],
  ['.gitignore', /^(?:\.local-workos|\.next-test|test-results)\/\n/gm, ''],
  ['lib/widgets.ts', /,\n \* a spec in `e2e\/`\./, '.'],
  ['next.config.ts', /^ *\/\/ The tests build.*\n.*distDir.*\n/m, ''],
  [
    'tsconfig.json',
    /"include": \[[^\]]*\]/,
    '"include": ["next-env.d.ts", "**/*.ts", "**/*.tsx", ".next/types/**/*.ts", ".next/dev/types/**/*.ts"]',
  ],
];

const WORKFLOW = `name: CI
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v5
      - uses: actions/setup-node@v5
        with:
          node-version: 24
      - run: npx -y pnpm@12 install --frozen-lockfile
      - run: npx -y pnpm@12 lint
      - run: npx -y pnpm@12 typecheck
      - run: npx -y pnpm@12 build
`;

interface Package {
  scripts: Record<string, string>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

try {
  main();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\nSee: pnpm remove-local-workos --help`);
  process.exitCode = 1;
}

function main(): void {
  const { values: flags } = parseArgs({
    options: {
      yes: { type: 'boolean', default: false },
      'no-install': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (flags.help) console.log(HELP);
  else if (flags.yes) remove(!flags['no-install']);
  else announce();
}

function announce(): void {
  console.log(`This would
  delete   ${FOLDERS_AND_FILES.join(', ')}
  replace  .github/workflows/ci.yml with one that lints, type-checks and builds
  remove   the packages ${unusedPackages(readManifest()).join(', ')}
Run it with --yes to do it. Commit first: it cannot be undone.`);
}

function remove(install: boolean): void {
  const manifest = readManifest();
  const unused = unusedPackages(manifest);
  for (const path of FOLDERS_AND_FILES) rmSync(path, { recursive: true, force: true });
  for (const [file, passage, replacement] of PASSAGES) {
    if (existsSync(file)) writeFileSync(file, readFileSync(file, 'utf8').replace(passage, replacement));
  }
  mkdirSync('.github/workflows', { recursive: true });
  writeFileSync('.github/workflows/ci.yml', WORKFLOW);

  for (const name of SCRIPTS_REMOVED) delete manifest.scripts[name];
  manifest.scripts.dev = 'next dev';
  for (const name of unused) delete manifest.devDependencies[name];
  writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

  console.log(`Removed Local WorkOS, and the packages that only it used: ${unused.join(', ')}`);
  if (install) {
    const { status } = spawnSync('pnpm', ['install', '--no-frozen-lockfile'], {
      stdio: 'inherit',
      shell: true,
    });
    if (status !== 0) throw new Error('pnpm install failed: run it again when the cause is gone.');
  }
  console.log(
    `These still speak of it, edit them to your liking: ${texts().join(', ')}\nNext: pnpm workos:setup`,
  );
}

function readManifest(): Package {
  return JSON.parse(readFileSync('package.json', 'utf8'));
}

/** The documents that mention it. */
function texts(): string[] {
  return ['README.md', 'AGENTS.md', ...readdirSync('docs').map((name) => join('docs', name))].filter((file) =>
    /Local WorkOS|e2e\//.test(existsSync(file) && file.endsWith('.md') ? readFileSync(file, 'utf8') : ''),
  );
}

/** The development packages that nothing which stays imports or runs. */
function unusedPackages({ devDependencies, scripts }: Package): string[] {
  const commands = Object.entries(scripts).filter(([name]) => !SCRIPTS_REMOVED.includes(name));
  const text = [
    ...sources('.').map((file) => readFileSync(file, 'utf8')),
    ...commands.map(([, command]) => command),
  ].join('\n');
  return Object.keys(devDependencies).filter((name) => {
    const command = { '@biomejs/biome': 'biome', typescript: 'tsc' }[name];
    const typed =
      name.startsWith('@types/') && (name === '@types/node' || text.includes(`'${name.slice(7)}`));
    return (
      !typed &&
      !text.includes(`'${name}'`) &&
      !text.includes(`'${name}/`) &&
      !(command && text.includes(command))
    );
  });
}

function sources(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    const path = join(folder, entry.name);
    if (FOLDERS_AND_FILES.includes(path)) return [];
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|tsx|mjs|css)$/.test(entry.name) ? [path] : [];
  });
}
