import assert from 'node:assert/strict';
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ACME, KOFI } from './harness.ts';

/** Tests the package as users get it: packed, installed with npm in an empty folder, and used there. */
const PACKAGE = fileURLToPath(new URL('..', import.meta.url));
const TOOLS = join(PACKAGE, 'node_modules');
const consumer = mkdtempSync(join(tmpdir(), 'local-workos-consumer-'));
const {
  NODE_ENV: _,
  WORKOS_API_KEY: __,
  NODE_TEST_CONTEXT: ___,
  FORCE_COLOR: ____,
  // Set when the tests themselves run under npx. The npx below would then look for those packages.
  npm_config_package: _____,
  npm_config_call: ______,
  ...inherited
} = process.env;
const environment = { ...inherited, NO_COLOR: '1' } as NodeJS.ProcessEnv;
const shell = process.platform === 'win32';

let packed: string[] = [];

describe('the package', () => {
  before(async () => {
    const output = await run('npm', ['pack', '--json', '--pack-destination', consumer], PACKAGE);
    const [{ filename, files } = assert.fail('nothing packed')] = JSON.parse(
      output.slice(output.indexOf('[\n')),
    ) as { filename: string; files: { path: string }[] }[];
    packed = files.map(({ path }) => path);
    await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`]);
  });
  after(() => rmSync(consumer, { recursive: true, force: true }));

  test('contains the build and its assets, but no source', () => {
    for (const file of readdirSync(join(PACKAGE, 'src'), { recursive: true, encoding: 'utf8' })) {
      if (!/\.\w+$/.test(file)) continue;
      const path = `dist/${file.replaceAll('\\', '/').replace(/\.ts$/, '.js')}`;
      assert.ok(packed.includes(path), path);
    }
    const others = packed.filter((path) => !path.startsWith('dist/')).toSorted();
    assert.deepEqual(others, [
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'SUPPORTED.md',
      'bin/local-workos.js',
      'package.json',
      'seed.schema.json',
    ]);
    const types = packed.filter((path) => path.endsWith('.ts')).toSorted();
    assert.deepEqual(types, ['dist/index.d.ts', 'dist/seed/schema.d.ts']);
  });

  test('starts with npx, mints a token, and stops', async () => {
    const npx = start('npx', ['local-workos', '--port', '0', '--data', ':memory:']);
    const url = await npx.line(/is at (\S+)/);
    assert.match(url, /^http:\/\/localhost:[1-9]\d+$/);
    assert.deepEqual(await (await fetch(`${url}/health`)).json(), { status: 'ok' });
    const response = await fetch(`${url}/widgets/token`, {
      method: 'POST',
      headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
      body: JSON.stringify({
        organization_id: ACME,
        user_id: KOFI,
        scopes: ['widgets:users-table:manage'],
      }),
    });
    const { token } = (await response.json()) as { token: string };
    const members = await fetch(`${url}/_widgets/UserManagement/members`, {
      headers: { Authorization: `Bearer ${token}` },
    });
    assert.equal(members.status, 200);
    await npx.stop();
    await assert.rejects(fetch(`${url}/health`));
  });

  test('names the Node version it needs', async () => {
    // Node 20 and older have no SQLite.
    const old = ['--import', 'data:text/javascript,process.getBuiltinModule=()=>undefined'];
    const program = join('node_modules', 'local-workos', 'bin', 'local-workos.js');
    await assert.rejects(run(process.execPath, [...old, program]), {
      code: 1,
      stderr: /^Local WorkOS needs Node 22\.18 or newer. This is Node \S+ .*\n$/,
    });
    const library = `import { startLocalWorkOS } from 'local-workos'; await startLocalWorkOS();`;
    await assert.rejects(run(process.execPath, [...old, '--input-type=module', '--eval', library]), {
      stderr: /Error: Local WorkOS needs Node 22\.18 or newer/,
    });
  });

  test('works as a library in ES modules and CommonJS', async () => {
    const use = `const local = await startLocalWorkOS();
      console.log((await fetch(local.url + '/health')).status);
      await local.close();`;
    const asModule = `import { startLocalWorkOS } from 'local-workos'; ${use}`;
    const asCommonJs = `(async () => { const { startLocalWorkOS } = require('local-workos'); ${use} })()`;
    assert.equal(await run(process.execPath, ['--input-type=module', '--eval', asModule]), '200\n');
    assert.equal(await run(process.execPath, ['--input-type=commonjs', '--eval', asCommonJs]), '200\n');
  });

  test('ships types without dependencies', async () => {
    writeFileSync(join(consumer, 'consumer.mts'), CONSUMER);
    const flags = ['--noEmit', '--strict', '--target', 'es2022', '--types', '', '--ignoreConfig'];
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['preserve', 'bundler'],
    ] as const) {
      const modules = ['--module', module, '--moduleResolution', resolution];
      await run(process.execPath, [tool('typescript/bin/tsc'), ...flags, ...modules, 'consumer.mts']);
    }
  });

  test('runs the Vitest example', async () => {
    const folder = copyExample('vitest');
    const output = await run(process.execPath, [tool('vitest/vitest.mjs'), 'run', '--root', folder]);
    assert.match(output, /Tests\s+2 passed/);
  });

  test('runs the Playwright example', async () => {
    const folder = copyExample('playwright', { 3000: await freePort(), 4100: await freePort() });
    const executablePath = process.env.CHROMIUM_PATH || undefined;
    writeFileSync(
      join(folder, 'browser.config.ts'),
      `import config from './playwright.config.ts';
      export default { ...config, use: { ...config.use, launchOptions: ${JSON.stringify({ executablePath })} } };`,
    );
    const args = [tool('@playwright/test/cli.js'), 'test', '--config', join(folder, 'browser.config.ts')];
    assert.match(await run(process.execPath, args, folder), /2 passed/);
  });
});

const CONSUMER = `import { startLocalWorkOS, type Fault, type LocalWorkOSServer, type SeedInput } from 'local-workos';
const seed: SeedInput = { organizations: [{ name: 'Mine' }] };
const fault: Fault = { path: '/organizations', status: 500 };
await using local: LocalWorkOSServer = await startLocalWorkOS({ port: 0, seed });
const id: string = local.addFault(fault).id;
const code: string | undefined = local.mails('ada@example.com')[0]?.code;
await local.reset();
// @ts-expect-error A number is no text.
const url: number = local.url;
// @ts-expect-error There is no such option.
await startLocalWorkOS({ prot: 4100 });
// @ts-expect-error There is no such section.
await startLocalWorkOS({ seed: { organisations: [] } });
export { code, id, url };
`;

/** A tool of this package for the consumer, because installing it again would only take time. */
function tool(path: string): string {
  return join(TOOLS, path);
}

/** Copies an example next to the installed package, with different ports. */
function copyExample(name: string, ports: Record<number, number> = {}): string {
  for (const dependency of ['vitest', '@playwright', '@workos-inc']) {
    const link = join(consumer, 'node_modules', dependency);
    rmSync(link, { force: true });
    symlinkSync(join(TOOLS, dependency), link, 'junction');
  }
  const folder = join(consumer, name);
  cpSync(join(PACKAGE, 'examples', name), folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  for (const file of readdirSync(folder)) {
    const text = readFileSync(join(folder, file), 'utf8');
    writeFileSync(
      join(folder, file),
      text.replace(/\b\d{4}\b/g, (number) => String(ports[Number(number)] ?? number)),
    );
  }
  return folder;
}

/** Runs a program. @returns Its output. @throws With its output, unless it exits with 0. */
async function run(program: string, args: readonly string[], cwd = consumer): Promise<string> {
  const options = { cwd, env: environment, shell, encoding: 'utf8', maxBuffer: 2 ** 24 } as const;
  const { stdout } = await promisify(execFile)(program, args, options);
  return stdout;
}

interface Started {
  /** Waits for a line, and returns its matched group. */
  line(pattern: RegExp): Promise<string>;
  stop(): Promise<void>;
}

/** Starts a long-running program with its own child processes. */
function start(program: string, args: readonly string[]): Started {
  const child: ChildProcess = spawn(program, args, {
    cwd: consumer,
    env: environment,
    shell,
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const stop = async () => {
    if (child.pid && child.exitCode === null) process.kill(shell ? child.pid : -child.pid, 'SIGTERM');
    await ended;
  };
  after(stop);
  return {
    stop,
    line: (pattern) =>
      new Promise((resolve, reject) => {
        let text = '';
        const read = (part: Buffer) => {
          text += part.toString();
          const [, found] = pattern.exec(text) ?? [];
          if (found) resolve(found);
        };
        child.stdout?.on('data', read);
        child.stderr?.on('data', read);
        ended.then(() => reject(new Error(`It ended before it was ready:\n${text}`)));
      }),
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  return typeof address === 'object' && address ? address.port : assert.fail('no port');
}
