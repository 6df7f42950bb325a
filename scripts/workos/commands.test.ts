import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../../emulator/config.ts';
import { setRolePermissions } from '../../emulator/store/roles.ts';
import { type Harness, startHarness } from '../../emulator/tests/harness.ts';

const APP = 'https://app.example.com';
const GIVEN = ['--api-key', API_KEY, '--client-id', CLIENT_ID, '--app-url', APP];

interface Outcome {
  code: number | null;
  output: string;
}

const harness: Harness = await startHarness();
let folder: string;

// Hooks outside of a suite would be those of every file, in one process.
describe('workos:setup and workos:doctor', () => {
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'commands-'));
    copyFileSync('package.json', join(folder, 'package.json'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    harness.server.local.faultHooks.clear();
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('sets up from nothing, and a second run changes nothing', async () => {
    const first = await setup(GIVEN);
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /changed {2}Redirect URI https:\/\/app\.example\.com\/callback/);
    assert.match(first.output, /changed {2}CORS origin https:\/\/app\.example\.com/);
    assert.match(first.output, /Left for you/);
    assert.equal(statSync(envFile()).mode & 0o777, 0o600);
    const written = readFileSync(envFile(), 'utf8');
    assert.match(written, /^WORKOS_COOKIE_PASSWORD=\S{32,}$/m);

    const second = await setup([]);
    assert.equal(second.code, 0, second.output);
    assert.doesNotMatch(second.output, /^changed/m);
    assert.equal(readFileSync(envFile(), 'utf8'), written);

    assert.deepEqual(await problems(), []);
  });

  test('keeps the other lines and comments of .env.local', async () => {
    writeFileSync(envFile(), '# mine\nexport WORKOS_API_KEY=old\n\nFOO="a b" # why\n');
    assert.equal((await setup(GIVEN)).code, 0);
    const lines = readFileSync(envFile(), 'utf8').split('\n');
    assert.deepEqual(lines.slice(0, 4), ['# mine', `WORKOS_API_KEY=${API_KEY}`, '', 'FOO="a b" # why']);
  });

  test('takes a key as pasted, with quotes and spaces', async () => {
    const { code } = await setup([
      '--api-key',
      ` "${API_KEY}" `,
      '--client-id',
      `'${CLIENT_ID}'`,
      '--app-url',
      APP,
    ]);
    assert.equal(code, 0);
    assert.match(readFileSync(envFile(), 'utf8'), new RegExp(`^WORKOS_API_KEY=${API_KEY}$`, 'm'));
  });

  for (const [what, args, message] of [
    ['a wrong key', ['--api-key', 'sk_test_wrong', '--client-id', CLIENT_ID], /does not accept this API key/],
    [
      'a wrong client ID',
      ['--api-key', API_KEY, '--client-id', 'client_other'],
      /does not know this client ID/,
    ],
    [
      'a client ID in place of the key',
      ['--api-key', CLIENT_ID, '--client-id', CLIENT_ID],
      /That is a client ID/,
    ],
    ['a key in place of the client ID', ['--api-key', API_KEY, '--client-id', API_KEY], /That is an API key/],
    ['something else as key', ['--api-key', 'hello', '--client-id', CLIENT_ID], /not an API key/],
    ['nothing and nobody to ask', [], /give --api-key/],
    [
      'a live key without --yes',
      ['--api-key', 'sk_live_1', '--client-id', CLIENT_ID],
      /production environment.*--yes/s,
    ],
    ['an address that is none', [...GIVEN.slice(0, 4), '--app-url', 'here'], /--app-url takes an address/],
  ] as const) {
    test(`refuses ${what}, and writes nothing`, async () => {
      const { code, output } = await setup([...args]);
      assert.equal(code, 1);
      assert.match(output, message);
      assert.deepEqual(files(), []);
    });
  }

  test('refuses key and client of different environments', async () => {
    fault({
      method: 'POST',
      path: '/user_management/authenticate',
      status: 400,
      body: { error: 'invalid_client' },
    });
    const { code, output } = await setup(GIVEN);
    assert.equal(code, 1);
    assert.match(output, /different environments/);
    assert.deepEqual(files(), []);
  });

  test('an API that cannot be reached: a clear line, nothing written', async () => {
    const { code, output } = await setup(GIVEN, { WORKOS_API_PORT: '1' });
    assert.equal(code, 1);
    assert.match(output, /localhost:1 cannot be reached/);
    assert.deepEqual(files(), []);
  });

  test('an .env.local that cannot be read: a clear line, nothing changed', async () => {
    mkdirSync(envFile());
    const { code, output } = await setup(GIVEN);
    assert.equal(code, 1);
    assert.match(output, /\.env\.local cannot be read/);
  });

  test('interrupted halfway, it completes when it is run again', async () => {
    const app = 'https://second.example.com';
    fault({ method: 'POST', path: '/user_management/cors_origins', status: 500, count: 1 });
    const first = await setup([...GIVEN.slice(0, 4), '--app-url', app]);
    assert.equal(first.code, 1);
    assert.match(first.output, /WorkOS answered 500/);
    const second = await setup([]);
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /changed {2}CORS origin https:\/\/second\.example\.com/);
    assert.deepEqual(files(), ['.env.local']);
  });

  test('gives the admin role what it lacks', async () => {
    setRolePermissions(harness.server.local.db, 'admin', ['widgets:sso:manage']);
    await setup(GIVEN);
    assert.deepEqual(await problems(), []);
    assert.doesNotMatch((await doctor()).output, /no role may use/);
  });

  test('the doctor names each missing variable and needs no WorkOS for that', async () => {
    const { code, output } = await doctor([], { WORKOS_API_PORT: '1' });
    assert.equal(code, 1);
    for (const variable of ['WORKOS_API_KEY', 'WORKOS_CLIENT_ID', 'WORKOS_COOKIE_PASSWORD']) {
      assert.match(output, new RegExp(`problem {2}Variables: ${variable} is missing`));
    }
  });

  for (const [what, change, problem] of [
    ['a wrong key', { WORKOS_API_KEY: 'sk_test_wrong' }, 'API key'],
    ['a wrong client', { WORKOS_CLIENT_ID: 'client_other' }, 'Client ID'],
    [
      'a redirect URI that is not allowed',
      { NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'https://x.example/callback' },
      'Redirect URI',
    ],
    [
      'an origin that may not call',
      { NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'https://x.example/callback' },
      'CORS origin',
    ],
    ['an API that cannot be reached', { WORKOS_API_PORT: '1' }, 'WorkOS'],
  ] as const) {
    test(`the doctor finds ${what}`, async () => {
      await setup(GIVEN);
      assert.ok((await problems(change)).includes(problem));
    });
  }

  test('the doctor finds a clock that is off', async () => {
    await setup(GIVEN);
    const tenMinutesAhead = 'data:text/javascript,const now = Date.now; Date.now = () => now() + 600_000;';
    const { code, output } = await doctor(['--json'], {}, ['--import', tenMinutesAhead]);
    assert.equal(code, 1);
    assert.match(output, /(599|600|601) s ahead/);
  });

  test('the doctor warns of a permission that no role has', async () => {
    await setup(GIVEN);
    setRolePermissions(harness.server.local.db, 'admin', []);
    setRolePermissions(harness.server.local.db, 'developer', []);
    const { code, output } = await doctor();
    assert.equal(code, 0, output);
    assert.match(output, /warning {2}Roles: no role may use Users \(widgets:users-table:manage\)/);
    await setup([]);
  });
});

function setup(args: string[], environment: Record<string, string> = {}): Promise<Outcome> {
  return run('setup.ts', args, environment);
}

function doctor(
  args: string[] = [],
  environment: Record<string, string> = {},
  node: string[] = [],
): Promise<Outcome> {
  return run('doctor.ts', args, environment, node);
}

/** What the doctor finds to be a problem. */
async function problems(environment: Record<string, string> = {}): Promise<string[]> {
  const { output } = await doctor(['--json'], environment);
  const { findings } = JSON.parse(output) as { findings: { check: string; result: string }[] };
  return findings.filter(({ result }) => result === 'problem').map(({ check }) => check);
}

function run(
  script: string,
  args: string[],
  environment: Record<string, string>,
  node: string[] = [],
): Promise<Outcome> {
  const child = spawn(
    process.execPath,
    [...node, '--conditions', 'react-server', resolve('scripts/workos', script), ...args],
    {
      cwd: folder,
      env: {
        NODE_ENV: 'development',
        PATH: process.env.PATH,
        WORKOS_API_HOSTNAME: 'localhost',
        WORKOS_API_PORT: new URL(harness.origin).port,
        WORKOS_API_HTTPS: 'false',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

function fault(hook: Parameters<Harness['server']['local']['faultHooks']['add']>[0]): void {
  harness.server.local.faultHooks.add(hook);
}

function envFile(): string {
  return join(folder, '.env.local');
}

/** What the commands have left in the folder. */
function files(): string[] {
  return readdirSync(folder).filter((name) => name !== 'package.json' && name !== 'node_modules');
}
