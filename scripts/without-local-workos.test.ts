import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, test } from 'node:test';

/** In an ignored folder of the repository, on the same disk as the packages, which are linked instead of copied. */
const COPY = join('test-results', 'without-local-workos');
const PORT = '3997';

/** The repository after deleting `packages/`, from a checkout with Windows line endings. */
describe('without packages/', { timeout: 600_000 }, () => {
  before(() => {
    copyRepository();
    run('git', ['init', '--quiet', '.']);
    // What a host such as Vercel runs. The lockfile still names the deleted package.
    run('pnpm', ['install', '--prod', '--frozen-lockfile', '--prefer-offline']);
  });
  after(() => rmSync(COPY, { recursive: true, force: true }));

  test('installs none of its packages', () => {
    assert.ok(existsSync(join(COPY, 'node_modules', 'next')));
    for (const name of ['hono', 'xml-crypto', 'otpauth', 'local-workos']) {
      assert.ok(!existsSync(join(COPY, 'node_modules', name)), name);
      assert.deepEqual(globSync(`node_modules/.pnpm/${name}@*`, { cwd: COPY }), []);
    }
  });

  test('installs the rest, lints, type-checks and builds, and traces nothing of it', () => {
    run('pnpm', ['install', '--no-frozen-lockfile', '--prefer-offline']);
    // Only the formatter cares about line endings, and Git normalizes them for it.
    toLineEnds('\n');
    for (const script of ['lint', 'typecheck', 'build']) run('pnpm', ['run', script]);
    for (const trace of globSync('.next/**/*.nft.json', { cwd: COPY })) {
      assert.doesNotMatch(readFileSync(join(COPY, trace), 'utf8'), /local-workos/, trace);
    }
  });

  test('passes the unit tests and the browser tests that need no WorkOS', () => {
    const output = run('pnpm', ['test', 'lib/', 'setup.spec']);
    assert.match(output, /Local WorkOS is not here/);
    assert.match(output, /^[1-9]\d* passed, 0 failed$/m);
  });

  test('starts and says what it needs', async () => {
    const next = join('node_modules', 'next', 'dist', 'bin', 'next');
    const app = spawn(process.execPath, [next, 'start', '--port', PORT], {
      cwd: COPY,
      env: environment(),
      stdio: 'ignore',
    });
    try {
      assert.match(await firstPage(), /WORKOS_API_KEY/);
    } finally {
      app.kill('SIGTERM');
      await once(app, 'exit');
    }
  });
});

/** Git's files, as they are in the working tree. */
function copyRepository(): void {
  rmSync(COPY, { recursive: true, force: true });
  const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of tracked.split('\n').filter((name) => name && existsSync(name))) {
    if (file.startsWith('packages/')) continue;
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(file, join(COPY, file));
  }
  toLineEnds('\r\n');
}

function toLineEnds(end: string): void {
  for (const file of globSync('**/*.{ts,tsx,mjs,css,json,yaml,md}', {
    cwd: COPY,
    exclude: ['node_modules/**'],
  })) {
    const path = join(COPY, file);
    writeFileSync(path, readFileSync(path, 'utf8').replace(/\r?\n/g, end));
  }
}

function run(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { cwd: COPY, env: environment(), stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return assert.fail(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

/** Without credentials, this test's build folder, and its reporter. */
function environment(): NodeJS.ProcessEnv {
  const { NEXT_DIST_DIR: _dir, NODE_TEST_CONTEXT: _context, NODE_ENV: _env, ...rest } = process.env;
  const others = Object.entries(rest).filter(([name]) => !name.includes('WORKOS_'));
  return { ...Object.fromEntries(others), NEXT_TELEMETRY_DISABLED: '1' } as unknown as NodeJS.ProcessEnv;
}

async function firstPage(): Promise<string> {
  for (;;) {
    try {
      return await (await fetch(`http://localhost:${PORT}/`)).text();
    } catch {
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
