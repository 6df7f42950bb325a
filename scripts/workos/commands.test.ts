import assert from 'node:assert/strict';
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
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
import { json } from 'node:stream/consumers';
import { after, afterEach, beforeEach, describe, test } from 'node:test';
import { API_KEY, CLIENT_ID, LOCAL_WORKOS, startLocalWorkOS } from '../../e2e/servers.ts';
import type { Finding } from './checks.ts';

const APP = 'https://app.example.com';
const GIVEN = ['--api-key', API_KEY, '--client-id', CLIENT_ID, '--app-url', APP];

interface Outcome {
  code: number | null;
  output: string;
}

const hasLocalWorkOS = existsSync(LOCAL_WORKOS);
const localWorkOS = hasLocalWorkOS
  ? await startLocalWorkOS(4980, [])
  : { origin: 'http://localhost:4980', stop: async () => {} };
after(() => localWorkOS.stop());

let folder: string;

// All files run in one process, where hooks outside a suite would apply to every file.
describe('workos:setup and workos:doctor', { skip: !hasLocalWorkOS && 'needs Local WorkOS' }, () => {
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'commands-'));
    copyFileSync('package.json', join(folder, 'package.json'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    await fetch(`${localWorkOS.origin}/_emulate/hooks`, { method: 'DELETE' });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  test('sets up from nothing, and a second run changes nothing', async () => {
    const first = await setup(GIVEN);
    assert.equal(first.code, 0, first.output);
    assert.match(first.output, /changed {2}Redirect URI https:\/\/app\.example\.com\/callback/);
    assert.match(first.output, /changed {2}CORS origin https:\/\/app\.example\.com/);
    assert.match(first.output, /Remaining steps/);
    assert.equal(statSync(envFile()).mode & 0o777, 0o600);
    const written = readFileSync(envFile(), 'utf8');
    assert.match(written, /^WORKOS_COOKIE_PASSWORD=\S{32,}$/m);

    const second = await setup([]);
    assert.equal(second.code, 0, second.output);
    assert.doesNotMatch(second.output, /^changed/m);
    assert.equal(readFileSync(envFile(), 'utf8'), written);

    assert.deepEqual(await problems(), []);
  });

  test('creates what the audit log needs, and goes on in an environment without one', async () => {
    await fetch(`${localWorkOS.origin}/_emulate/reset`, { method: 'POST' });
    await fault({ path: '/audit_logs/actions', status: 403 });
    const without = await setup(GIVEN);
    assert.equal(without.code, 0, without.output);
    assert.match(without.output, /warning {2}Audit log: WorkOS answered 403.* add organization\.created,/);

    await fetch(`${localWorkOS.origin}/_emulate/hooks`, { method: 'DELETE' });
    const { code, output } = await setup([]);
    assert.equal(code, 0, output);
    assert.match(
      output,
      /changed {2}Audit log: organization\.created, organization\.joined, organization\.switched/,
    );
    assert.match((await setup([])).output, /ok {7}Audit log: has every action that the app logs/);
  });

  test('keeps the other lines and comments of .env.local', async () => {
    writeFileSync(envFile(), '# mine\nexport WORKOS_API_KEY=old\n\nFOO="a b" # why\n');
    assert.equal((await setup(GIVEN)).code, 0);
    const lines = readFileSync(envFile(), 'utf8').split('\n');
    assert.deepEqual(lines.slice(0, 4), [
      '# mine',
      `export WORKOS_API_KEY=${API_KEY}`,
      '',
      'FOO="a b" # why',
    ]);
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
    ['a wrong key', ['--api-key', 'sk_test_wrong', '--client-id', CLIENT_ID], /rejected this API key/],
    [
      'a wrong client ID',
      ['--api-key', API_KEY, '--client-id', 'client_other'],
      /doesn't know this client ID/,
    ],
    [
      'a client ID in place of the key',
      ['--api-key', CLIENT_ID, '--client-id', CLIENT_ID],
      /That is a client ID/,
    ],
    ['a key in place of the client ID', ['--api-key', API_KEY, '--client-id', API_KEY], /That is an API key/],
    ['something else as key', ['--api-key', 'hello', '--client-id', CLIENT_ID], /not an API key/],
    ['nothing and nobody to ask', [], /pass --api-key/],
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
    await fault({
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

  test('an unreachable API: one clear line, nothing written', async () => {
    const { code, output } = await setup(GIVEN, { WORKOS_API_PORT: '1' });
    assert.equal(code, 1);
    assert.match(output, /localhost:1 cannot be reached/);
    assert.deepEqual(files(), []);
  });

  test('an unreadable .env.local: one clear line, nothing changed', async () => {
    mkdirSync(envFile());
    const { code, output } = await setup(GIVEN);
    assert.equal(code, 1);
    assert.match(output, /\.env\.local cannot be read/);
  });

  test('completes on a second run after an interruption', async () => {
    const app = 'https://second.example.com';
    await fault({ method: 'POST', path: '/user_management/cors_origins', status: 500, count: 1 });
    const first = await setup([...GIVEN.slice(0, 4), '--app-url', app]);
    assert.equal(first.code, 1);
    assert.match(first.output, /WorkOS answered 500/);
    const second = await setup([]);
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /changed {2}CORS origin https:\/\/second\.example\.com/);
    assert.deepEqual(files(), ['.env.local']);
  });

  test('fills in a copy of .env.example', async () => {
    copyFileSync('.env.example', envFile());
    const unasked = await setup([]);
    assert.equal(unasked.code, 1);
    assert.match(unasked.output, /pass --api-key/);
    const { code, output } = await setup(GIVEN.slice(0, 4));
    assert.equal(code, 0, output);
    const { WORKOS_API_KEY, NEXT_PUBLIC_WORKOS_REDIRECT_URI } = await nextReads();
    assert.equal(WORKOS_API_KEY, API_KEY);
    assert.equal(NEXT_PUBLIC_WORKOS_REDIRECT_URI, 'http://localhost:3000/callback');
  });

  test('names the variable if the file has a redirect URI that is not a URL', async () => {
    writeFileSync(envFile(), 'NEXT_PUBLIC_WORKOS_REDIRECT_URI=localhost:3000/callback\n');
    const { code, output } = await setup(GIVEN.slice(0, 4));
    assert.equal(code, 1);
    assert.match(output, /NEXT_PUBLIC_WORKOS_REDIRECT_URI is 'localhost:3000\/callback', not an address/);
    assert.doesNotMatch(output, /--app-url/);
  });

  test('corrects a redirect URI in the file that has another path, and says so', async () => {
    writeFileSync(envFile(), `NEXT_PUBLIC_WORKOS_REDIRECT_URI=${APP}/api/auth\n`);
    const { code, output } = await setup(GIVEN.slice(0, 4));
    assert.equal(code, 0, output);
    assert.match(output, /warning {2}NEXT_PUBLIC_WORKOS_REDIRECT_URI is \S+\/api\/auth, but/);
    assert.equal((await nextReads()).NEXT_PUBLIC_WORKOS_REDIRECT_URI, `${APP}/callback`);
  });

  test('replaces a duplicated variable with one line', async () => {
    writeFileSync(envFile(), `WORKOS_API_KEY=first\nFOO=1\nWORKOS_API_KEY="sec\nond" # mine\nBAR=2`);
    assert.equal((await setup(GIVEN)).code, 0);
    const lines = readFileSync(envFile(), 'utf8').split('\n');
    assert.deepEqual(lines.slice(0, 3), ['FOO=1', `WORKOS_API_KEY=${API_KEY} # mine`, 'BAR=2']);
    assert.equal((await nextReads()).WORKOS_API_KEY, API_KEY);
  });

  test('keeps line endings, and drops the rest of an old value after #', async () => {
    writeFileSync(
      envFile(),
      'FOO=1\r\nWORKOS_API_KEY=old#secret\r\nWORKOS_CLIENT_ID= # from the dashboard\r\n',
    );
    assert.equal((await setup(GIVEN)).code, 0);
    const text = readFileSync(envFile(), 'utf8');
    assert.doesNotMatch(text, /[^\r]\n/);
    assert.deepEqual(text.split('\r\n').slice(0, 3), [
      'FOO=1',
      `WORKOS_API_KEY=${API_KEY}`,
      `WORKOS_CLIENT_ID=${CLIENT_ID} # from the dashboard`,
    ]);
  });

  test('keeps a symbolic link', async () => {
    writeFileSync(join(folder, 'shared'), 'FOO=1\n');
    symlinkSync('shared', envFile());
    assert.equal((await setup(GIVEN)).code, 0);
    assert.ok(lstatSync(envFile()).isSymbolicLink());
    assert.match(readFileSync(join(folder, 'shared'), 'utf8'), /^FOO=1\nWORKOS_API_KEY=/);
    assert.deepEqual(files(), ['.env.local', 'shared']);
  });

  for (const password of [
    '$HOME, \\$HOME and {$HOME} ',
    'has # and " and `',
    'has \' and " and #',
    '$HOME#`',
  ]) {
    test(`Next reads the same again: ${password}`, async () => {
      const long = password.padStart(40, 'x');
      const { code, output } = await setup(GIVEN, { WORKOS_COOKIE_PASSWORD: long });
      assert.equal(code, 0, output);
      assert.doesNotMatch(output, /^warning/m);
      assert.equal((await nextReads()).WORKOS_COOKIE_PASSWORD, long);
    });
  }

  test('knows the variables that Next knows, and does not write them twice', async () => {
    const variables = [`REAL_KEY=${API_KEY}`, 'WORKOS_API_KEY=$REAL_KEY', `WORKOS_CLIENT_ID="${CLIENT_ID}"`];
    writeFileSync(join(folder, '.env'), variables.join('\n'));
    const { code, output } = await setup(['--app-url', APP]);
    assert.equal(code, 0, output);
    assert.doesNotMatch(readFileSync(envFile(), 'utf8'), /WORKOS_API_KEY|WORKOS_CLIENT_ID/);
    assert.deepEqual(await problems(), []);
  });

  test('warns about a value that overrides the one it wrote', async () => {
    writeFileSync(join(folder, '.env.development.local'), 'WORKOS_API_KEY=sk_test_other\n');
    const { code, output } = await setup(GIVEN, { WORKOS_CLIENT_ID: 'client_other' });
    assert.equal(code, 0, output);
    assert.match(output, /warning {2}WORKOS_API_KEY, WORKOS_CLIENT_ID: your shell or/);
  });

  test('warns about an .env.local of another user when there is nothing to change', async () => {
    await setup(GIVEN);
    const refuseChmod = `data:text/javascript,import fs from 'node:fs'; import { syncBuiltinESMExports } from 'node:module';
      fs.chmodSync = () => { throw Object.assign(new Error('not permitted'), { code: 'EPERM' }); };
      syncBuiltinESMExports();`;
    const { code, output } = await run('setup.ts', [], {}, ['--import', refuseChmod]);
    assert.equal(code, 0, output);
    assert.match(output, /warning {2}\.env\.local belongs to another user/);
  });

  test('--no-env-file only configures the environment', async () => {
    const app = 'https://third.example.com';
    const before = 'WORKOS_API_KEY=sk_test_staging\n';
    writeFileSync(envFile(), before);
    const unasked = await setup(['--no-env-file', '--app-url', app]);
    assert.match(unasked.output, /pass --api-key/, 'the key in the file is of another environment');
    const { code, output } = await setup(['--no-env-file', ...GIVEN.slice(0, 4), '--app-url', app]);
    assert.equal(code, 0, output);
    assert.match(output, /changed {2}CORS origin https:\/\/third\.example\.com/);
    assert.equal(readFileSync(envFile(), 'utf8'), before);
  });

  test('continues when the redirect URI already exists', async () => {
    await fault({ path: '/user_management/authorize', status: 400 });
    await setup(GIVEN);
    const { code, output } = await setup([]);
    assert.equal(code, 0, output);
    assert.match(output, /ok {7}Redirect URI/);
  });

  for (const [method, path, status] of [
    ['GET', '/organizations', 500],
    ['GET', '/organizations', 429],
    ['GET', '/sso/jwks/*', 503],
    ['POST', '/user_management/authenticate', 429],
    ['POST', '/user_management/authenticate', 500],
    ['GET', '/user_management/authorize', 500],
  ] as const) {
    test(`does not mistake an outage for a rejection: ${path} answers ${status}`, async () => {
      await setup(GIVEN);
      await fault({ method, path, status });
      const { code, output } = await setup([]);
      assert.equal(code, 1);
      assert.match(output, new RegExp(`WorkOS answered ${status}.*Run this again`));
      const { findings } = JSON.parse((await doctor(['--json'])).output) as { findings: Finding[] };
      const [problem, ...others] = findings.filter(({ result }) => result === 'problem');
      assert.match(problem?.message ?? '', new RegExp(`WorkOS answered ${status}`));
      assert.deepEqual(others, []);
    });
  }

  test('Ctrl-C between two calls: says what is done, and completes on the next run', async () => {
    const app = 'https://fourth.example.com';
    await fault({ method: 'POST', path: '/user_management/cors_origins', delay: 5000, count: 1 });
    const args = [...GIVEN.slice(0, 4), '--app-url', app];
    const first = await run('setup.ts', args, {}, [], (output, child) => {
      if (output.includes(`Redirect URI ${app}/callback`)) child.kill('SIGINT');
    });
    assert.equal(first.code, 130, first.output);
    assert.match(first.output, /Interrupted\. Done so far: \.env\.local: .*Redirect URI .* Run it again/);
    assert.deepEqual(files(), ['.env.local']);
    const second = await setup([]);
    assert.equal(second.code, 0, second.output);
    assert.match(second.output, /CORS origin https:\/\/fourth\.example\.com/);
    assert.deepEqual(await problems(), []);
  });

  describe('at a terminal', () => {
    test('asks again for a rejected key until one works', async () => {
      writeFileSync(envFile(), `WORKOS_API_KEY=sk_test_revoked\nWORKOS_CLIENT_ID=${CLIENT_ID}\n`);
      const { code, output } = await answer(
        [/rejected this API key[\s\S]*API key \(sk_/, 'hello'],
        [/That is not an API key/, `\x15sk_test_wrong`],
        [/rejected this API key[\s\S]*API key \(sk_/, `"${API_KEY}"`],
      );
      assert.equal(code, 0, output);
      assert.equal((await nextReads()).WORKOS_API_KEY, API_KEY);
      assert.doesNotMatch(output, /sk_test_(revoked|wrong|default)/);
    });

    test('asks again for an unknown client ID', async () => {
      const { code, output } = await answer(
        [/API key \(sk_/, API_KEY],
        [/Client ID \(client_/, 'client_other'],
        [/doesn't know this client ID[\s\S]*Client ID \(client_/, CLIENT_ID],
      );
      assert.equal(code, 0, output);
      assert.equal((await nextReads()).WORKOS_CLIENT_ID, CLIENT_ID);
    });

    test('asks again for both if key and client belong to different environments', async () => {
      await fault({ method: 'POST', path: '/user_management/authenticate', status: 400, count: 1 });
      const { code, output } = await answer(
        [/API key \(sk_/, API_KEY],
        [/Client ID \(client_/, CLIENT_ID],
        [/different environments[\s\S]*API key \(sk_/, API_KEY],
        [/Client ID \(client_/, CLIENT_ID],
      );
      assert.equal(code, 0, output);
    });

    test('Ctrl-C at a question changes nothing', async () => {
      const { code, output } = await answer([/API key \(sk_/, '\x03']);
      assert.equal(code, 130);
      assert.match(output, /Interrupted\. Nothing was changed/);
      assert.deepEqual(files(), []);
    });
  });

  test('each remaining step names its page, its reason, and this app’s URLs', async () => {
    const { output } = await setup(GIVEN);
    const [, steps = ''] = output.split('Remaining steps');
    const count = steps.match(/^ {2}\d\. /gm)?.length ?? 0;
    assert.ok(count >= 5);
    assert.equal(steps.match(/^ {5}Why you: /gm)?.length, count);
    assert.equal(steps.match(/^ {5}https:\/\/dashboard\.workos\.com\/\S+/gm)?.length, count);
    assert.match(steps, /https:\/\/app\.example\.com\/sign-in/);
    assert.match(steps, /User Impersonation/);
  });

  for (const [script, args, message] of [
    [
      'setup.ts',
      ['--admin-role', 'owner'],
      /^Unknown option '--admin-role'\. See .* pnpm workos:setup --help$/,
    ],
    ['setup.ts', ['sk_test_default'], /^Unexpected argument .* pnpm workos:setup --help$/],
    ['setup.ts', ['--api-key'], /^Option '--api-key <value>' argument missing\. See .* --help$/],
    ['doctor.ts', ['--jsn'], /^Unknown option '--jsn'\. See .* pnpm workos:doctor --help$/],
  ] as const) {
    test(`${script} ${args.join(' ')}: one line that says how to list the options`, async () => {
      const { code, output } = await run(script, [...args], {});
      assert.equal(code, 1);
      assert.match(output.trim(), message);
    });
  }

  test('accepts the -- that pnpm passes on', async () => {
    assert.match((await setup(['--', '--help'])).output, /^Sets this app up/);
    assert.match((await doctor(['--', '--help'])).output, /^Checks whether/);
  });

  test('gives the admin role its missing permissions', async () => {
    await setRolePermissions('admin', ['widgets:sso:manage']);
    await setup(GIVEN);
    assert.deepEqual(await problems(), []);
    assert.doesNotMatch((await doctor()).output, /no role may use/);
  });

  test('the doctor names each missing variable without calling WorkOS', async () => {
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

  test('the doctor checks the settings of the session cookie', async () => {
    await setup(GIVEN);
    const domain = await doctor([], { WORKOS_COOKIE_DOMAIN: 'other.example' });
    assert.match(
      domain.output,
      /problem {2}Variables: WORKOS_COOKIE_DOMAIN does not include app\.example\.com/,
    );
    const strict = await doctor([], { WORKOS_COOKIE_SAMESITE: 'strict' });
    assert.match(strict.output, /problem {2}Variables: WORKOS_COOKIE_SAMESITE is strict/);
    const plain = await doctor([], { NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'http://app.example.com/callback' });
    assert.match(plain.output, /warning {2}Session cookie: is sent without encryption/);
    assert.match((await doctor([])).output, /ok {7}Session cookie: wos-session, for app\.example\.com/);
  });

  test('the doctor suggests setup only for variables that setup writes', async () => {
    const { output } = await doctor([], { WORKOS_API_PORT: 'one' });
    assert.match(
      output,
      /→ Run pnpm workos:setup, or do it by hand\. Make one with: openssl rand -base64 32\n/,
    );
    assert.match(output, /WORKOS_API_PORT is not a port\n +→ Leave it out to use WorkOS itself\.\n/);
  });

  test('the doctor takes the address from Vercel’s variables', async () => {
    const variables = { VERCEL_ENV: 'production', VERCEL_PROJECT_PRODUCTION_URL: new URL(APP).host };
    await setup(GIVEN);
    rmSync(envFile());
    const { code, output } = await doctor([], {
      WORKOS_API_KEY: API_KEY,
      WORKOS_CLIENT_ID: CLIENT_ID,
      WORKOS_COOKIE_PASSWORD: 'x'.repeat(32),
      ...variables,
    });
    assert.equal(code, 0, output);
    assert.match(output, /ok {7}Redirect URI: https:\/\/app\.example\.com\/callback is allowed/);
  });

  test('the doctor finds that the role for creators is missing', async () => {
    await setup(GIVEN);
    await fault({ path: '/authorization/roles', status: 200, body: { object: 'list', data: [] } });
    const { output } = await doctor();
    assert.match(output, /problem {2}Roles: there is no role 'admin'/);
  });

  test('a failing check keeps the results of the others', async () => {
    await setup(GIVEN);
    await fault({ path: '/authorization/roles', status: 403 });
    const { code, output } = await doctor();
    assert.equal(code, 1);
    assert.match(output, /problem {2}Roles: WorkOS answered 403/);
    for (const check of ['API key', 'Client ID', 'Clock', 'Redirect URI', 'CORS origin']) {
      assert.match(output, new RegExp(`^ok {7}${check}:`, 'm'));
    }
  });

  test('the doctor reports an unreadable .env.local in one line', async () => {
    mkdirSync(envFile());
    const { code, output } = await doctor();
    assert.equal(code, 1);
    assert.match(output.trim(), /^\.env\.local cannot be read.*$/);
  });

  test('the doctor finds a wrong clock', async () => {
    await setup(GIVEN);
    const tenMinutesAhead = 'data:text/javascript,const now = Date.now; Date.now = () => now() + 600_000;';
    const { code, output } = await doctor(['--json'], {}, ['--import', tenMinutesAhead]);
    assert.equal(code, 1);
    assert.match(output, /(599|600|601) s ahead/);
  });

  test('the doctor warns about a permission that no role has', async () => {
    await setup(GIVEN);
    await setRolePermissions('admin', []);
    await setRolePermissions('developer', []);
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

/** The problems that the doctor reports. */
async function problems(environment: Record<string, string> = {}): Promise<string[]> {
  const { output } = await doctor(['--json'], environment);
  const { findings } = JSON.parse(output) as { findings: { check: string; result: string }[] };
  return findings.filter(({ result }) => result === 'problem').map(({ check }) => check);
}

/** Runs setup at a terminal, and answers each question. */
function answer(...answers: [question: RegExp, answer: string][]): Promise<Outcome> {
  const terminal = ['--import', 'data:text/javascript,process.stdin.isTTY = true'];
  let from = 0;
  return run('setup.ts', ['--app-url', APP], {}, terminal, (output, { stdin }) => {
    const [question, text] = answers[0] ?? [];
    if (!question?.test(output.slice(from))) return;
    answers.shift();
    from = output.length;
    stdin.write(`${text}\r`);
  });
}

function run(
  script: string,
  args: string[],
  environment: Record<string, string>,
  node: string[] = [],
  onOutput?: (output: string, child: ChildProcessWithoutNullStreams) => void,
): Promise<Outcome> {
  const command = ['--conditions', 'react-server', resolve('scripts/workos', script)];
  const child = spawn(process.execPath, [...node, ...command, ...args], {
    cwd: folder,
    env: {
      NODE_ENV: 'development',
      PATH: process.env.PATH,
      WORKOS_API_HOSTNAME: 'localhost',
      WORKOS_API_PORT: new URL(localWorkOS.origin).port,
      WORKOS_API_HTTPS: 'false',
      ...environment,
    },
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
      onOutput?.(output, child);
    });
  }
  return new Promise((done) => child.once('close', (code) => done({ code, output })));
}

/** The variables that Next reads from the files in the folder. */
function nextReads(): Promise<NodeJS.Dict<string>> {
  const script = `
    import nextEnv from '@next/env';
    nextEnv.loadEnvConfig('.', true, { info() {}, error: console.error });
    console.log(JSON.stringify(process.env));`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    cwd: folder,
    env: { NODE_ENV: 'development', HOME: '/home' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return json(child.stdout) as Promise<NodeJS.Dict<string>>;
}

/** Replaces the answer to a request until the test is over. */
interface Fault {
  method?: string;
  path: string;
  status?: number;
  body?: Record<string, unknown>;
  delay?: number;
  count?: number;
}

async function fault(hook: Fault): Promise<void> {
  const response = await fetch(`${localWorkOS.origin}/_emulate/hooks`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(hook),
  });
  assert.equal(response.status, 201);
}

async function setRolePermissions(role: string, permissions: string[]): Promise<void> {
  const response = await fetch(`${localWorkOS.origin}/authorization/roles/${role}/permissions`, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ permissions }),
  });
  assert.equal(response.status, 200);
}

function envFile(): string {
  return join(folder, '.env.local');
}

/** The files that the commands left in the folder. */
function files(): string[] {
  return readdirSync(folder).filter((name) => name !== 'package.json' && name !== 'node_modules');
}
