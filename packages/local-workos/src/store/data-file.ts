import { accessSync, closeSync, constants, mkdirSync, openSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { commitNotePath } from './commit-note.ts';
import { damaged, empty, explainDataFileError, inUse, isFolder } from './data-file-error.ts';

/**
 * Keeps other servers from a data file for as long as this process runs: two that write to it would
 * overwrite each other's, and one that starts over would delete what the other has promised to keep. The
 * system lets go of the lock when the process ends, however it ends.
 * @returns Lets go of it.
 * @throws DataFileError when another one has it.
 */
export function lockDataFile(file: string): () => void {
  if (file === ':memory:') return () => {};
  const lockFile = `${file}.lock`;
  return explained(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    // Opening and closing a file that is there would let go of the lock that this process may have on it.
    if (isMissing(lockFile)) createPrivate(lockFile);
    accessSync(lockFile, READ_AND_WRITE);
    const lock = new DatabaseSync(lockFile);
    try {
      lock.exec('BEGIN EXCLUSIVE');
    } catch (error) {
      lock.close();
      if (explainDataFileError(file, error)?.code === 'data_file_locked') throw inUse(file);
      throw error;
    }
    return () => lock.close();
  });
}

/**
 * Creates the data file and its folder if they are not there, and checks that they can be used.
 * @throws DataFileError
 */
export function prepareDataFile(file: string): void {
  explained(file, () => {
    mkdirSync(dirname(file), { recursive: true });
    accessSync(dirname(file), READ_AND_WRITE);
    const found = statSync(file, { throwIfNoEntry: false });
    if (!found) return createDataFile(file);
    if (found.isDirectory()) throw isFolder(file);
    for (const each of filesOf(file)) if (!isMissing(each)) accessSync(each, READ_AND_WRITE);
    if (found.size === 0) throw empty(file);
  });
}

/**
 * Deletes a data file together with what is kept beside it.
 * @throws DataFileError
 */
export function deleteDataFile(file: string): void {
  if (file === ':memory:') return;
  explained(file, () => {
    for (const each of filesOf(file)) rmSync(each, { force: true });
  });
}

const READ_AND_WRITE = constants.R_OK | constants.W_OK;

function filesOf(file: string): string[] {
  return [file, `${file}-wal`, `${file}-shm`, commitNotePath(file)];
}

/** The file gets its name once it is a database: an empty one of that name has lost what was in it. */
function createDataFile(file: string): void {
  const draft = `${file}.new`;
  deleteDataFile(draft);
  createPrivate(draft);
  const db = new DatabaseSync(draft);
  db.exec('PRAGMA journal_mode = WAL');
  db.close();
  // A log that was left behind would be taken for the new file's.
  deleteDataFile(file);
  renameSync(draft, file);
}

/** It holds hashes and keys: nobody else reads it. */
function createPrivate(file: string): void {
  closeSync(openSync(file, 'a', 0o600));
}

function isMissing(file: string): boolean {
  return statSync(file, { throwIfNoEntry: false }) === undefined;
}

function explained<Result>(file: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw explainDataFileError(file, error) ?? damaged(file, String(error));
  }
}
