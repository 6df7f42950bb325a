import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { readCommandLine } from '../src/command-line.ts';
import { API_KEY } from '../src/http/options.ts';
import { startServer } from '../src/server.ts';
import { sendRaw } from './harness.ts';
import { dataFolder, type Program, startProgram } from './program.ts';

const key = { Authorization: `Bearer ${API_KEY}` };

/** Asserts that the program exited with one line on stderr and no other output. */
function assertOneLine(program: Program, line: RegExp): void {
  assert.equal(program.origin, undefined);
  assert.equal(program.exitCode, 1);
  assert.match(program.stderr, line);
  assert.equal(program.stderr.trim().split('\n').length, 1, program.stderr);
  assert.equal(program.stdout, '');
}

function running({ origin, stderr }: Program): { origin: string } {
  assert.ok(origin, stderr);
  return { origin };
}

test('reads the flags, with defaults for missing ones', () => {
  assert.deepEqual(readCommandLine([]), {
    options: {
      port: 4100,
      data: '.local-workos',
      latency: 0,
      widgetTokenTtl: 3600,
      accessTokenTtl: 300,
      refreshTokenGrace: 30,
      origins: ['http://localhost:3000'],
      redirectUris: [],
      corsOrigins: [],
      signInEndpoint: undefined,
      webhook: undefined,
    },
    seed: undefined,
    reset: false,
    help: false,
    command: [],
  });
  const args = [
    '--port 0 --data some/folder --seed workos.yaml --reset --latency 20 --widget-token-ttl 5',
    '--access-token-ttl 6 --refresh-token-grace 0 --origin http://a.test --origin http://b.test:81',
    '--redirect-uri http://localhost:*/cb --redirect-uri https://*.a.test/cb --cors-origin http://c.test',
    '--sign-in-endpoint http://a.test/login --webhook http://a.test/hooks -- next dev --port 1',
  ].join(' ');
  assert.deepEqual(readCommandLine(args.split(' ')), {
    options: {
      port: 0,
      data: 'some/folder',
      latency: 20,
      widgetTokenTtl: 5,
      accessTokenTtl: 6,
      refreshTokenGrace: 0,
      origins: ['http://a.test', 'http://b.test:81'],
      redirectUris: ['http://localhost:*/cb', 'https://*.a.test/cb'],
      corsOrigins: ['http://c.test'],
      signInEndpoint: 'http://a.test/login',
      webhook: 'http://a.test/hooks',
    },
    seed: 'workos.yaml',
    reset: true,
    help: false,
    command: ['next', 'dev', '--port', '1'],
  });
});

test('names an invalid flag in one line', () => {
  const wrong: [args: string[], message: RegExp][] = [
    [['--prot', '1'], /^Unknown option '--prot'\. See --help\.$/],
    [['4100'], /^Unexpected argument '4100'\. See --help\.$/],
    [['--port'], /^Option '--port <value>' argument missing\. See --help\.$/],
    [['--port', '--reset'], /^Option '--port' argument is ambiguous\. See --help\.$/],
    [['--reset=yes'], /^Option '--reset' does not take an argument\. See --help\.$/],
    [['--port', 'abc'], /^--port takes a whole number from 0 to 65535, not 'abc'\.$/],
    [['--port', '65536'], /^--port takes/],
    [['--port', '-1'], /'--port' argument is ambiguous/],
    [['--port', ''], /^--port takes/],
    [['--port', '0x10'], /^--port takes/],
    [['--latency', '1.5'], /^--latency takes a whole number from 0 to 60000, not '1\.5'\.$/],
    [['--widget-token-ttl', '0'], /^--widget-token-ttl takes a whole number from 1 to 86400, not '0'\.$/],
    [['--access-token-ttl', '1e3'], /^--access-token-ttl takes/],
    [['--origin', 'localhost:3000'], /^--origin does not accept 'localhost:3000'\. An origin has a scheme/],
    [['--origin', 'http://localhost:3000/'], /^--origin does not accept/],
    [['--origin', '*'], /^--origin does not accept/],
    [['--cors-origin', 'https://*.example.com'], /^--cors-origin does not accept/],
    [
      ['--redirect-uri', '/callback'],
      /^--redirect-uri does not accept '\/callback'\. A redirect URI must be a full/,
    ],
    [['--redirect-uri', 'https://*.vercel.app/callback'], /A wildcard needs a domain of your own/],
    [
      ['--sign-in-endpoint', '/login'],
      /^--sign-in-endpoint does not accept '\/login'\. A sign-in endpoint must be/,
    ],
  ];
  for (const [args, message] of wrong) {
    assert.throws(
      () => readCommandLine(args),
      (error: Error) => {
        assert.match(error.message, message);
        assert.doesNotMatch(error.message, /\n/);
        return true;
      },
      args.join(' '),
    );
  }
});

test('rejects a data file of a newer version, and a path that is not a folder', async () => {
  const folder = dataFolder();
  const file = join(folder, 'workos.db');
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 999');
  database.close();
  await assert.rejects(startServer({ port: 0, data: folder }), {
    name: 'DataFileError',
    message: /it was written by a newer version/,
  });
  await assert.rejects(startServer({ port: 0, data: file }), { name: 'DataFileError' });
});

test('rejects a corrupt data file', async () => {
  const folder = dataFolder();
  await (await startServer({ port: 0, data: folder })).close();
  const file = join(folder, 'workos.db');
  const content = readFileSync(file);
  content.fill(0xff, 4096 * 3, 4096 * 12);
  writeFileSync(file, content);
  await assert.rejects(startServer({ port: 0, data: folder }), {
    name: 'DataFileError',
    message: /workos\.db cannot be used \(.+\)\. Move it away to keep it, or start over with --reset\.$/,
  });
});

describe('the program', { concurrency: true }, () => {
  test('--help explains each flag and exits', async () => {
    const program = await startProgram(['--help']);
    assert.equal(program.exitCode, 0);
    assert.equal(program.stderr, '');
    for (const flag of [
      '--port',
      '--data',
      '--reset',
      '--latency',
      '--widget-token-ttl',
      '--access-token-ttl',
      '--origin',
      '--help',
    ]) {
      assert.match(program.stdout, new RegExp(`^  ${flag}\\b`, 'm'));
    }
  });

  test('exits with one line for an unknown flag or a bad number', async () => {
    assertOneLine(await startProgram(['--prot', '1']), /^Unknown option '--prot'\. See --help\.\n$/);
    assertOneLine(await startProgram(['--latency', 'much']), /^--latency takes a whole number/);
  });

  test('prints its URL and key, and exits on a signal', async () => {
    const program = await startProgram(['--data', ':memory:']);
    const { origin } = running(program);
    assert.match(origin, /^http:\/\/localhost:\d+$/);
    assert.match(program.stdout, new RegExp(API_KEY));
    assert.deepEqual(await (await sendRaw({ origin }, '/health')).json(), { status: 'ok' });
    assert.equal(await program.stop('SIGTERM'), 0);
    assert.equal(program.stderr, '');
  });

  test('exits with one line if the port is in use, and --reset deletes nothing', async () => {
    const data = dataFolder();
    const { origin } = running(await startProgram(['--data', data]));
    const created = await sendRaw({ origin }, '/organizations', {
      method: 'POST',
      headers: key,
      body: JSON.stringify({ name: 'Kept' }),
    });
    const { id } = (await created.json()) as { id: string };
    const { port } = new URL(origin);
    const second = await startProgram(['--data', data, '--reset', '--port', port]);
    assertOneLine(
      second,
      new RegExp(`^Port ${port} is in use\\. Stop the program that uses it, or choose another port`),
    );
    const stored = new DatabaseSync(join(data, 'workos.db'), { readOnly: true });
    assert.equal(stored.prepare('SELECT name FROM organizations WHERE id = ?').get(id)?.name, 'Kept');
    stored.close();
  });

  test('exits with one line if the folder is in use, and --reset deletes nothing', async () => {
    const data = dataFolder();
    const first = await startProgram(['--data', data]);
    const { origin } = running(first);
    const created = await sendRaw({ origin }, '/organizations', {
      method: 'POST',
      headers: key,
      body: JSON.stringify({ name: 'Kept' }),
    });
    const { id } = (await created.json()) as { id: string };
    for (const flags of [[], ['--reset']]) {
      assertOneLine(
        await startProgram(['--data', data, ...flags]),
        /^The data file .*workos\.db cannot be used \(another Local WorkOS uses it\)\. Stop that one, or choose/,
      );
    }
    await first.stop('SIGKILL');
    const next = running(await startProgram(['--data', data]));
    assert.equal((await sendRaw(next, `/organizations/${id}`, { headers: key })).status, 200);
  });

  test('makes a new data file readable only by its owner', {
    skip: process.platform === 'win32',
  }, async () => {
    const data = dataFolder();
    running(await startProgram(['--data', data]));
    assert.equal(statSync(join(data, 'workos.db')).mode & 0o777, 0o600);
  });

  test('exits with one line for an unreadable data file, and leaves it alone', async () => {
    const broken = dataFolder();
    writeFileSync(join(broken, 'workos.db'), 'This is no data file.'.repeat(100));
    const program = await startProgram(['--data', broken]);
    assertOneLine(
      program,
      /^The data file .*workos\.db cannot be used \(.*\)\. Move it away .* --reset\.\n$/,
    );
    assert.match(readFileSync(join(broken, 'workos.db'), 'utf8'), /^This is no data file/);
    running(await startProgram(['--data', broken, '--reset']));
  });

  test('does not start in production', async () => {
    const data = dataFolder();
    for (const [env, line] of [
      [{ NODE_ENV: 'production' }, /does not start with NODE_ENV=production\.\n$/],
      [{ WORKOS_API_KEY: 'sk_live_123' }, /^WORKOS_API_KEY is a live key\./],
    ] as const) {
      assertOneLine(await startProgram(['--data', data], env), line);
    }
  });

  for (const name of ['.env', '.env.development', '.env.local', '.env.development.local']) {
    test(`does not start beside a live key in ${name}`, async () => {
      const folder = dataFolder();
      writeFileSync(join(folder, name), '# The app\nWORKOS_API_KEY="sk_live_123"\n');
      assertOneLine(
        await startProgram(['--data', ':memory:'], {}, folder),
        new RegExp(`^WORKOS_API_KEY in ${name.replaceAll('.', '\\.')} is a live key\\.`),
      );
    });
  }

  test('starts beside a test key', async () => {
    const folder = dataFolder();
    writeFileSync(join(folder, '.env.local'), 'WORKOS_API_KEY=sk_test_123\n# WORKOS_API_KEY=sk_live_123\n');
    running(await startProgram(['--data', ':memory:'], {}, folder));
  });

  test('applies --origin, --latency, and the token lifetimes', async () => {
    const program = await startProgram([
      ...['--data', ':memory:', '--latency', '80', '--widget-token-ttl', '7', '--access-token-ttl', '9'],
      ...['--origin', 'http://localhost:5173'],
    ]);
    const { origin } = running(program);
    const started = performance.now();
    const minted = await sendRaw({ origin }, '/widgets/token', {
      method: 'POST',
      headers: key,
      body: JSON.stringify({ organization_id: 'org_01EHZNVPK3SFK441A1RGBFSHRT' }),
    });
    assert.ok(performance.now() - started >= 79, 'the latency');
    const { token } = (await minted.json()) as { token: string };
    const [, payload = ''] = token.split('.');
    const { iat, exp } = JSON.parse(Buffer.from(payload, 'base64url').toString());
    assert.equal(exp - iat, 7);
    const settings = await sendRaw({ origin }, '/_widgets/settings', {
      headers: { Authorization: `Bearer ${token}`, Origin: 'http://localhost:5173' },
    });
    assert.equal(settings.headers.get('Access-Control-Allow-Origin'), 'http://localhost:5173');
    const redirectUri = encodeURIComponent('http://localhost:5173/callback');
    const authorize = await sendRaw(
      { origin },
      `/user_management/authorize?client_id=client_local&response_type=code&redirect_uri=${redirectUri}`,
    );
    assert.equal(authorize.status, 302);
  });
});

test('runs a program whose calls to this machine bypass a proxy', async () => {
  const show = 'console.log("hosts", process.env.NO_PROXY, process.env.no_proxy)';
  const program = await startProgram(['--data', ':memory:', '--', process.execPath, '--eval', show], {
    no_proxy: 'intranet.example',
  });
  await program.ended;
  const hosts = 'intranet.example,localhost,127.0.0.1,::1';
  assert.match(program.stdout, new RegExp(`^hosts ${hosts} ${hosts}$`, 'm'));
});
