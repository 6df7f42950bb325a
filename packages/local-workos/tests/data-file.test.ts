import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { dataFolder, startProgram } from './program.ts';

const authorization = { Authorization: `Bearer ${API_KEY}` };

interface Answer {
  status: number;
  body: { code?: string; message?: string; id?: string };
}

async function call({ origin }: { origin: string }, path: string, body?: object): Promise<Answer> {
  const response = await fetch(origin + path, {
    method: body ? 'POST' : 'GET',
    headers: authorization,
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

const create = (server: { origin: string }, name = 'Kept') => call(server, '/organizations', { name });

async function start(data: string): Promise<RunningServer> {
  const server = await startServer({ port: 0, data });
  after(() => server.close());
  return server;
}

/** It does not start, and says why in one line. */
async function assertRefuses(data: string, reason: RegExp, reset = false): Promise<void> {
  await assert.rejects(startServer({ port: 0, data, reset }), (error: Error) => {
    assert.equal(error.name, 'DataFileError');
    assert.match(error.message, reason);
    assert.doesNotMatch(error.message, /\n/);
    return true;
  });
}

const PERMISSIONS_SCRIPT = `
  import { chmodSync, chownSync } from 'node:fs';
  import { dirname } from 'node:path';
  const [base, file] = process.argv.slice(-2);
  const { Database } = await import(new URL('../src/store/database.ts', base));
  const { lockDataFile } = await import(new URL('../src/store/data-file.ts', base));
  const NOBODY = 65534;
  if (process.getuid() === 0) {
    chownSync(dirname(file), NOBODY, NOBODY);
    process.setuid(NOBODY);
  }
  const print = (work) => {
    try {
      work();
    } catch (error) {
      console.log(error.message);
    }
  };
  lockDataFile(file)();
  new Database(file).close();
  chmodSync(file, 0o444);
  print(() => new Database(file));
  chmodSync(dirname(file), 0o555);
  print(() => new Database(file));
  chmodSync(file + '.lock', 0o444);
  print(() => lockDataFile(file));
  chmodSync(dirname(file), 0o755);
`;

describe('while it runs', () => {
  test('a full disk refuses writes, serves reads, and is over when there is space', async () => {
    const server = await start(dataFolder());
    const { db } = server.local;
    const { id } = (await create(server)).body;
    // Fill the pages that are free already.
    db.get('PRAGMA max_page_count = 1');
    const name = 'x'.repeat(100_000);
    for (let round = 0; round < 2; round++) {
      const { status, body } = await create(server, name);
      assert.equal(status, 507);
      assert.equal(body.code, 'insufficient_storage');
      assert.match(body.message ?? '', /^The disk is full: .*workos\.db cannot be written\. Free some space/);
    }
    assert.equal((await call(server, `/organizations/${id}`)).status, 200);
    assert.equal((await call(server, '/health')).status, 200);

    db.get('PRAGMA max_page_count = 1000000');
    assert.equal((await create(server, name)).status, 201);
  });
});

describe('after kill -9', { concurrency: true }, () => {
  /** Kills a server that has acknowledged some writes. */
  async function killedData(): Promise<{ data: string; wal: string; id: string }> {
    const data = dataFolder();
    const program = await startProgram(['--data', data]);
    assert.ok(program.origin, program.stderr);
    const server = { origin: program.origin };
    // The signing key is written in the background, and should not be the last commit.
    await call(server, `/sso/jwks/${CLIENT_ID}`);
    await create(server);
    const { id = '' } = (await create(server)).body;
    await program.stop('SIGKILL');
    return { data, wal: join(data, 'workos.db-wal'), id };
  }

  test('the start says that the end of the write-ahead log was cut off, once', async () => {
    const { data, wal, id } = await killedData();
    truncateSync(wal, statSync(wal).size - 100);
    const next = await startProgram(['--data', data]);
    assert.ok(next.origin);
    assert.match(
      next.stderr,
      /^The last change to the data file .*workos\.db is lost, because its write-ahead log .*workos\.db-wal was cut or removed\. Restore both from a copy, or go on with what is left\.\n$/,
    );
    assert.equal((await call({ origin: next.origin }, `/organizations/${id}`)).status, 404);
    await next.stop();
    assert.equal((await startProgram(['--data', data])).stderr, '');
  });

  test('the start says that the write-ahead log is missing or empty', async () => {
    const { data, wal } = await killedData();
    // The log has gone into the data file by now, so that something is left without it.
    await (await start(data)).close();
    for (const lose of [() => rmSync(wal), () => truncateSync(wal)]) {
      const program = await startProgram(['--data', data]);
      assert.ok(program.origin, program.stderr);
      await create({ origin: program.origin });
      await program.stop('SIGKILL');
      lose();
      const next = await startProgram(['--data', data]);
      assert.match(next.stderr, /^The last (change|\d changes) to the data file .* lost, because/);
      assert.ok(next.origin);
      await next.stop();
    }
  });

  test('a file of which nothing is left is not seeded as if it were new', async () => {
    const { data, wal } = await killedData();
    rmSync(wal);
    for (let round = 0; round < 2; round++) {
      await assertRefuses(
        data,
        /\(everything in it is lost: its write-ahead log .*-wal was cut or removed\)/,
      );
    }
    await (await startServer({ port: 0, data, reset: true })).close();
  });

  test('the start says nothing when nothing is lost', async () => {
    const { data } = await killedData();
    const copy = dataFolder();
    cpSync(data, copy, { recursive: true });
    const afterKill = await startProgram(['--data', data]);
    await afterKill.stop('SIGTERM');
    // An older data file in place of the newer one, after a clean end.
    copyFileSync(join(data, 'workos.db'), join(data, 'older'));
    const afterClose = await startProgram(['--data', data]);
    await create({ origin: afterClose.origin ?? '' });
    await afterClose.stop('SIGTERM');
    renameSync(join(data, 'older'), join(data, 'workos.db'));
    for (const program of [
      afterKill,
      afterClose,
      await startProgram(['--data', data]),
      await startProgram(['--data', copy]),
    ]) {
      assert.equal(program.stderr, '');
      assert.ok(program.origin);
    }
  });
});

describe('while another program has the data file locked', () => {
  async function lockedServer(): Promise<{ server: RunningServer; unlock: () => void }> {
    const data = dataFolder();
    const server = await start(data);
    const other = new DatabaseSync(join(data, 'workos.db'));
    other.exec('BEGIN IMMEDIATE');
    return { server, unlock: () => other.close() };
  }

  test('reads are answered, and writes once it lets go', async () => {
    const { server, unlock } = await lockedServer();
    const writes = ['One', 'Two', 'Three'].map((name) => create(server, name));
    for (const path of ['/health', '/organizations']) assert.equal((await call(server, path)).status, 200);
    unlock();
    for (const { status, body } of await Promise.all(writes)) {
      assert.equal(status, 201);
      assert.equal((await call(server, `/organizations/${body.id}`)).status, 200);
    }
  });

  test('a sign-in begins once it lets go', async () => {
    const { server, unlock } = await lockedServer();
    const query = new URLSearchParams({
      client_id: CLIENT_ID,
      response_type: 'code',
      provider: 'authkit',
      redirect_uri: 'http://localhost:3000/callback',
    });
    const beginning = fetch(`${server.origin}/user_management/authorize?${query}`, { redirect: 'manual' });
    assert.equal((await call(server, '/health')).status, 200);
    unlock();
    assert.equal((await beginning).status, 302);
  });

  test('a write that waits too long is refused as a whole', async () => {
    const { server, unlock } = await lockedServer();
    const write = create(server, 'Refused');
    const health = await call(server, '/health');
    const { status, body } = await write;
    unlock();
    assert.deepEqual([health.status, status, body.code], [200, 503, 'data_file_locked']);
    assert.match(body.message ?? '', /^Another program has locked the data file .*workos\.db\. Close that/);
    const { data } = (await call(server, '/organizations?search=Refused')).body as { data?: unknown[] };
    assert.deepEqual(data, []);
    assert.equal((await create(server)).status, 201);
  });
});

describe('a data file that goes away while it is used', { skip: process.platform === 'win32' }, () => {
  const losses: [what: string, lose: (data: string) => void][] = [
    ['the folder is deleted', (data) => rmSync(data, { recursive: true })],
    ['the file is deleted', (data) => rmSync(join(data, 'workos.db'))],
    ['the write-ahead log is deleted', (data) => rmSync(join(data, 'workos.db-wal'))],
    [
      'the file is replaced',
      (data) => {
        copyFileSync(join(data, 'workos.db'), join(data, 'copy'));
        renameSync(join(data, 'copy'), join(data, 'workos.db'));
      },
    ],
  ];
  for (const [what, lose] of losses) {
    test(`a write is refused when ${what}`, async () => {
      const data = dataFolder();
      const server = await start(data);
      assert.equal((await create(server)).status, 201);
      lose(data);
      for (let round = 0; round < 2; round++) {
        const { status, body } = await create(server);
        assert.deepEqual([status, body.code], [500, 'data_file_gone']);
        assert.match(body.message ?? '', /workos\.db was deleted or replaced .* Restart Local WorkOS\.$/);
      }
      assert.equal((await call(server, '/health')).status, 200);
      await server.close();
      await (await start(data)).close();
    });
  }
});

describe('at the start', () => {
  test('names what it may not write', { skip: process.platform === 'win32' }, () => {
    const data = dataFolder();
    const file = join(data, 'workos.db');
    // A process of its own, because root may write everywhere and has to take another user's place.
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', PERMISSIONS_SCRIPT, import.meta.url, file],
      { encoding: 'utf8' },
    );
    const line = (path: string) =>
      `The data file ${file} cannot be used (no permission to read and write ${path}). Give yourself that permission, or choose another folder with --data.\n`;
    assert.equal(stderr, '');
    assert.equal(stdout, line(file) + line(data) + line(`${file}.lock`));
  });

  test('names a file in the place of the folder', async () => {
    const file = join(dataFolder(), 'file');
    writeFileSync(file, '');
    for (const data of [file, join(file, 'below')]) {
      await assertRefuses(
        data,
        /cannot be used \(.*file.* is not a folder\)\. Choose a folder with --data\.$/,
      );
    }
  });

  test('names a folder in the place of the file', async () => {
    const data = dataFolder();
    mkdirSync(join(data, 'workos.db'));
    for (const reset of [false, true]) {
      await assertRefuses(data, /\(it is a folder\)\. Move that folder away, or choose another/, reset);
    }
  });

  test('names a lock that another program has', async () => {
    const data = dataFolder();
    await (await start(data)).close();
    const other = new DatabaseSync(join(data, 'workos.db'));
    other.exec('BEGIN IMMEDIATE');
    await assertRefuses(
      data,
      /^Another program has locked the data file .*workos\.db\. Close that program, then try again\.$/,
    );
    other.close();
    await (await start(data)).close();
  });

  test('does not seed a file that has been emptied', async () => {
    const data = dataFolder();
    await (await start(data)).close();
    truncateSync(join(data, 'workos.db'));
    await assertRefuses(
      data,
      /workos\.db cannot be used \(it is empty\)\. Restore it from a copy, or start over with --reset\.$/,
    );
    await (await startServer({ port: 0, data, reset: true })).close();
  });
});

describe('a large file is checked while it is served', () => {
  const FILE = 'workos.db';

  /** More than what is checked before it is used. */
  async function largeData(): Promise<string> {
    const data = dataFolder();
    const server = await start(data);
    for (let index = 0; index < 60; index++) await create(server, 'x'.repeat(100_000));
    await server.close();
    assert.ok(statSync(join(data, FILE)).size > 5_000_000);
    return data;
  }

  test('and writes are taken when it is as it should be', async () => {
    const data = await largeData();
    const program = await startProgram(['--data', data]);
    assert.equal((await create({ origin: program.origin ?? '' })).status, 201);
    await program.stop();
    assert.equal(program.stderr, '');
    const server = await start(data);
    assert.equal(await server.local.db.checked(), undefined);
    await server.close();
    // The thread has let go of the file, so that nothing of its log is left.
    assert.equal(statSync(join(data, `${FILE}-wal`), { throwIfNoEntry: false }), undefined);
  });

  test('and everything is refused once damage is found', async () => {
    const data = await largeData();
    const content = readFileSync(join(data, FILE));
    // The end of the last name, which a start does not read.
    content.fill(0xff, content.length - 5 * 4096);
    writeFileSync(join(data, FILE), content);

    const program = await startProgram(['--data', data]);
    const server = { origin: program.origin ?? '' };
    const reason =
      /^The data file .*workos\.db cannot be used \(.+\)\. Move it away to keep it, or start over with --reset\.$/m;
    for (const answer of [await create(server), await call(server, '/organizations?limit=1')]) {
      assert.deepEqual([answer.status, answer.body.code], [500, 'data_file_unusable']);
      assert.match(answer.body.message ?? '', reason);
    }
    assert.equal((await call(server, '/health')).status, 200);
    assert.match(program.stderr, reason);
    assert.equal(await program.stop(), 0);
    assert.deepEqual(readFileSync(join(data, FILE)).subarray(-5 * 4096), content.subarray(-5 * 4096));
  });
});
