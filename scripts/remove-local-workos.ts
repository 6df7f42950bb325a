import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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

const SCRIPTS_REMOVED = ['emulator', 'test', 'bench', 'screenshots', 'remove-local-workos'];

const WORKFLOW = `name: CI
on: [push, pull_request]
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: actions/setup-node@v4
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

const { values: flags } = parseArgs({
  options: {
    yes: { type: 'boolean', default: false },
    'no-install': { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (flags.help) console.log(HELP);
else if (!flags.yes) {
  console.log(
    `This would delete: ${FOLDERS_AND_FILES.join(', ')}\nRun it with --yes to do it. Commit first: it cannot be undone.`,
  );
} else remove();

function remove(): void {
  for (const path of FOLDERS_AND_FILES) rmSync(path, { recursive: true, force: true });
  mkdirSync('.github/workflows', { recursive: true });
  writeFileSync('.github/workflows/ci.yml', WORKFLOW);

  const manifest: Package = JSON.parse(readFileSync('package.json', 'utf8'));
  for (const name of SCRIPTS_REMOVED) delete manifest.scripts[name];
  manifest.scripts.dev = 'next dev';
  const unused = unusedPackages(manifest);
  for (const name of unused) delete manifest.devDependencies[name];
  writeFileSync('package.json', `${JSON.stringify(manifest, null, 2)}\n`);

  console.log(`Removed Local WorkOS, and the packages that only it used: ${unused.join(', ')}`);
  if (!flags['no-install'])
    spawnSync('pnpm', ['install', '--no-frozen-lockfile'], { stdio: 'inherit', shell: true });
  console.log(
    'README.md, AGENTS.md and docs/ still speak of it: edit them to your liking. Next: pnpm workos:setup',
  );
}

/** The development packages that nothing left in the repository imports or runs. */
function unusedPackages({ devDependencies, scripts }: Package): string[] {
  const text = [...sources('.').map((file) => readFileSync(file, 'utf8')), ...Object.values(scripts)].join(
    '\n',
  );
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
    if (entry.isDirectory()) return sources(path);
    return /\.(ts|tsx|mjs|css)$/.test(entry.name) ? [path] : [];
  });
}
