import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What went wrong with the data file, in the form of the API's error codes. */
export type DataFileProblem =
  | 'data_file_unusable'
  | 'data_file_locked'
  | 'data_file_gone'
  | 'insufficient_storage';

/** The data file cannot be used. The message says which file, what happened, and what to do. */
export class DataFileError extends Error {
  readonly code: DataFileProblem;

  constructor(message: string, code: DataFileProblem = 'data_file_unusable') {
    super(message.replace(/\s*\n\s*/g, ' '));
    this.name = 'DataFileError';
    this.code = code;
  }
}

const START_OVER = 'Move it away to keep it, or start over with --reset.';
const OTHER_FOLDER = 'or choose another folder with --data.';

export function unusable(file: string, reason: string, advice: string): DataFileError {
  return new DataFileError(`The data file ${file} cannot be used (${reason}). ${advice}`);
}

export function inUse(file: string): DataFileError {
  return unusable(file, 'another Local WorkOS uses it', `Stop that one, ${OTHER_FOLDER}`);
}

export function empty(file: string): DataFileError {
  return unusable(file, 'it is empty', 'Restore it from a copy, or start over with --reset.');
}

export function isFolder(file: string): DataFileError {
  return unusable(file, 'it is a folder', `Move that folder away, ${OTHER_FOLDER}`);
}

export function damaged(file: string, reason: string): DataFileError {
  return unusable(file, reason, START_OVER);
}

export function fromNewerVersion(file: string): DataFileError {
  return unusable(file, 'it was written by a newer version', `Update Local WorkOS, ${OTHER_FOLDER}`);
}

export function locked(file: string): DataFileError {
  return new DataFileError(
    `Another program has locked the data file ${file}. Close that program, then try again.`,
    'data_file_locked',
  );
}

export function gone(file: string): DataFileError {
  return new DataFileError(
    `The data file ${file} was deleted or replaced while Local WorkOS was running, and nothing more is stored in it. Restart Local WorkOS.`,
    'data_file_gone',
  );
}

export function everythingLost(file: string): DataFileError {
  return unusable(
    file,
    `everything in it is lost: its write-ahead log ${file}-wal was cut or removed`,
    'Restore both from a copy, or start over with --reset.',
  );
}

function diskFull(file: string): DataFileError {
  return new DataFileError(
    `The disk is full: the data file ${file} cannot be written. Free some space, then try again.`,
    'insufficient_storage',
  );
}

/** The primary result codes of https://www.sqlite.org/rescode.html that are about the file. */
const SQLITE = { BUSY: 5, READONLY: 8, IOERR: 10, CORRUPT: 11, FULL: 13, CANTOPEN: 14, NOTADB: 26 };
const SQLITE_READONLY_DBMOVED = 1032;

/**
 * Says what an error of the system or of SQLite means for the data file.
 * @returns Undefined when the error is not about the file, such as a constraint that does not hold.
 */
export function explainDataFileError(file: string, error: unknown): DataFileError | undefined {
  if (error instanceof DataFileError) return error;
  if (!(error instanceof Error)) return undefined;
  if ('errcode' in error) return explainSqliteError(file, Number(error.errcode), error.message);
  return 'syscall' in error ? explainSystemError(file, error as NodeJS.ErrnoException) : undefined;
}

function explainSqliteError(file: string, code: number, message: string): DataFileError | undefined {
  if (code === SQLITE_READONLY_DBMOVED) return gone(file);
  switch (code & 0xff) {
    case SQLITE.BUSY:
      return locked(file);
    case SQLITE.FULL:
      return diskFull(file);
    case SQLITE.IOERR:
      // Where a file next to the data file cannot grow, SQLite calls that an I/O error.
      if (isDiskFull(file)) return diskFull(file);
      return unusable(file, message, 'Check the disk, then try again.');
    case SQLITE.READONLY:
    case SQLITE.CANTOPEN:
      return unusable(file, message, `Make the file and its folder writable, ${OTHER_FOLDER}`);
    case SQLITE.NOTADB:
      return damaged(file, 'it is not a database');
    case SQLITE.CORRUPT:
      return damaged(file, message);
    default:
      return undefined;
  }
}

function explainSystemError(file: string, { code, path, message }: NodeJS.ErrnoException): DataFileError {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return unusable(
        file,
        `no permission to read and write ${path}`,
        `Give yourself that permission, ${OTHER_FOLDER}`,
      );
    case 'EROFS':
      return unusable(file, 'its disk is read-only', `Make the disk writable, ${OTHER_FOLDER}`);
    case 'ENOTDIR':
    case 'EEXIST':
      return unusable(file, `${path} is not a folder`, 'Choose a folder with --data.');
    case 'EISDIR':
    case 'ERR_FS_EISDIR':
      return isFolder(path ?? file);
    case 'ENOSPC':
    case 'EDQUOT':
      return diskFull(file);
    default:
      return unusable(file, message, `Check the file and its folder, ${OTHER_FOLDER}`);
  }
}

function isDiskFull(file: string): boolean {
  try {
    return statfsSync(dirname(file)).bavail === 0;
  } catch {
    return false;
  }
}
