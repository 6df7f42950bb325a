import { closeSync, mkdirSync, openSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { defined } from './defined.ts';
import { migrations } from './schema.ts';

type Parameters = Record<string, SQLInputValue | undefined>;

/**
 * A SQLite file with the few calls the store needs. Every write is synced before it returns, so
 * what has been answered survives `kill -9` and a power cut.
 */
export class Database {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #transactionDepth = 0;

  readonly #clock: () => Date;

  /**
   * @param file A path, or `:memory:`.
   * @param clock What time it is; tests turn it forward.
   * @throws DataFileError when the file cannot be used.
   */
  constructor(file: string, clock: () => Date = () => new Date()) {
    this.#clock = clock;
    try {
      if (file !== ':memory:') makeFile(file);
      this.#db = new DatabaseSync(file);
      this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
      this.#db.exec('PRAGMA foreign_keys = ON');
      // SQLite's own knows A to Z only: a search for "émile" has to find Émile.
      this.#db.function('lower', { deterministic: true }, (text) =>
        typeof text === 'string' ? lowerCase(text) : text,
      );
      this.#checkIntegrity(file);
    } catch (error) {
      if (error instanceof DataFileError) throw error;
      throw new DataFileError(file, error instanceof Error ? error.message : String(error));
    }
    this.#migrate(file);
  }

  now(): Date {
    return this.#clock();
  }

  /** The present moment as it is stored: ISO 8601, UTC, milliseconds. */
  timestamp(): string {
    return this.now().toISOString();
  }

  /** The moment so many seconds from now, as it is stored. */
  timestampIn(seconds: number): string {
    return new Date(this.now().getTime() + seconds * 1000).toISOString();
  }

  /** The first row, or undefined. Undefined parameters are stored as NULL. */
  get<Row>(sql: string, parameters: Parameters = {}): Row | undefined {
    return this.#prepare(sql).get(bindable(parameters)) as Row | undefined;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#prepare(sql).all(bindable(parameters)) as Row[];
  }

  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, parameters: Parameters = {}): number {
    return Number(this.#prepare(sql).run(bindable(parameters)).changes);
  }

  /** Inserts one row; the keys of `row` are the columns, and those that are undefined get their defaults. */
  insert(table: string, row: Parameters): void {
    const values = defined(row);
    const columns = Object.keys(values);
    this.run(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((column) => `:${column}`).join(', ')})`,
      values,
    );
  }

  /** Sets the given columns of the row with this id; undefined values are left as they are. */
  update(table: string, id: string, changes: Parameters): void {
    const values = defined(changes);
    const assignments = Object.keys(values).map((column) => `${column} = :${column}`);
    if (assignments.length === 0) return;
    this.run(`UPDATE ${table} SET ${assignments.join(', ')} WHERE id = :id`, { ...values, id });
  }

  /** All or nothing. Nested calls join the outer transaction. */
  transaction<Result>(work: () => Result): Result {
    if (this.#transactionDepth > 0) return work();
    this.#db.exec('BEGIN IMMEDIATE');
    this.#transactionDepth++;
    try {
      const result = work();
      this.#db.exec('COMMIT');
      return result;
    } catch (error) {
      this.#db.exec('ROLLBACK');
      throw error;
    } finally {
      this.#transactionDepth--;
    }
  }

  close(): void {
    this.#db.close();
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #checkIntegrity(file: string): void {
    const result = this.get<{ quick_check: string }>('PRAGMA quick_check(1)');
    if (result?.quick_check !== 'ok') throw new DataFileError(file, result?.quick_check ?? 'unreadable');
  }

  #migrate(file: string): void {
    const version = this.get<{ user_version: number }>('PRAGMA user_version')?.user_version ?? 0;
    if (version > migrations.length) throw new DataFileError(file, 'it was written by a newer version');
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      this.transaction(() => {
        this.#db.exec(migration);
        this.#db.exec(`PRAGMA user_version = ${index + 1}`);
      });
    }
  }
}

/** The data file cannot be used; the message says which file, why, and what to do. */
export class DataFileError extends Error {
  constructor(file: string, reason: string, advice = 'Move it away to keep it, or start over with --reset.') {
    super(`The data file ${file} cannot be used (${reason.replace(/\s*\n\s*/g, ' ')}). ${advice}`);
    this.name = 'DataFileError';
  }
}

/**
 * Keeps other servers from a data file for as long as this process runs: two that write to it would
 * overwrite each other's, and one that starts over would delete what the other has promised to keep. The
 * system lets go of the lock when the process ends, however it ends.
 * @returns Lets go of it.
 * @throws DataFileError when another one has it.
 */
export function lockDataFile(file: string): () => void {
  if (file === ':memory:') return () => {};
  try {
    makeFile(`${file}.lock`);
    const lock = new DatabaseSync(`${file}.lock`);
    lock.exec('BEGIN EXCLUSIVE');
    return () => lock.close();
  } catch (error) {
    if (isLocked(error)) throw new DataFileError(file, 'another Local WorkOS uses it', IN_USE);
    throw new DataFileError(file, error instanceof Error ? error.message : String(error));
  }
}

/** Deletes a data file together with its write-ahead log. */
export function deleteDataFile(file: string): void {
  if (file === ':memory:') return;
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
}

const IN_USE = 'Stop that one, or choose another folder with --data.';

function isLocked(error: unknown): boolean {
  const SQLITE_BUSY = 5;
  return error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY;
}

/** Creates the file and its folder if they are not there. It holds hashes and keys: nobody else reads it. */
function makeFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  closeSync(openSync(file, 'a', 0o600));
}

/** Accented letters may be written as one character or two, and the Turkish capital İ as an i. */
function lowerCase(text: string): string {
  return text.normalize('NFC').toLowerCase().replaceAll('i\u0307', 'i');
}

function bindable(parameters: Parameters): Record<string, SQLInputValue> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value ?? null]));
}

/** A row that was just written is there; anything else is a defect of the store. */
export function requireRow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A row that was just written cannot be read back.');
  return row;
}
