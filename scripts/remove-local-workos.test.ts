import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, test } from 'node:test';

/** Inside the repository's ignored folder: the same disk as the packages, which are linked, not copied. */
const COPY = join('test-results', 'without-local-workos');
const PORT = '3997';

after(() => rmSync(COPY, { recursive: true, force: true }));

test('without Local WorkOS the rest installs, lints, type-checks, builds and runs', {
  timeout: 240_000,
}, async () => {
  copyRepository();
  run('git', ['init', '--quiet', '.']);

  run(process.execPath, ['scripts/remove-local-workos.ts', '--yes']);
  const manifest = JSON.parse(readFileSync(join(COPY, 'package.json'), 'utf8'));
  assert.equal(manifest.scripts.dev, 'next dev');
  assert.ok(!('hono' in manifest.devDependencies));
  for (const gone of ['emulator', 'e2e', 'scripts/test.ts']) assert.ok(!existsSync(join(COPY, gone)), gone);
  assert.deepEqual(filesThatMention(/local.?workos|emulator|e2e\/|next-test|workos-node-7/i), []);

  for (const script of ['lint', 'typecheck', 'build']) run('pnpm', ['run', script]);

  const app = spawn(process.execPath, ['node_modules/next/dist/bin/next', 'start', '--port', PORT], {
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

/** Of all that stays, but for the documents, which are for their owner to rewrite, and the packages' lock. */
function filesThatMention(what: RegExp): string[] {
  return execFileSync('git', ['ls-files', '--others', '--exclude-standard'], { cwd: COPY, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file && !/\.(md|png)$|^pnpm-lock/.test(file))
    .filter((file) => what.test(readFileSync(join(COPY, file), 'utf8')));
}

/** What git knows of, as it is now. */
function copyRepository(): void {
  rmSync(COPY, { recursive: true, force: true });
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
    encoding: 'utf8',
  });
  for (const file of files.split('\n').filter((name) => name && existsSync(name))) {
    mkdirSync(dirname(join(COPY, file)), { recursive: true });
    cpSync(file, join(COPY, file));
  }
}

function run(command: string, args: string[]): void {
  try {
    execFileSync(command, args, { cwd: COPY, env: environment(), stdio: 'pipe', encoding: 'utf8' });
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    assert.fail(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
  }
}

/** No credentials, and the app's usual folder for its build. */
function environment(): NodeJS.ProcessEnv {
  const { NEXT_DIST_DIR: _ours, ...rest } = process.env;
  const others = Object.entries(rest).filter(([name]) => !name.includes('WORKOS_'));
  return {
    ...Object.fromEntries(others),
    NODE_ENV: undefined,
    NEXT_TELEMETRY_DISABLED: '1',
  } as unknown as NodeJS.ProcessEnv;
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
