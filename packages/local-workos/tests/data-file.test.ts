import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, describe, test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { dataFolder } from './program.ts';

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
