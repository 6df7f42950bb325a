import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { CommitNote } from './commit-note.ts';
import { prepareDataFile } from './data-file.ts';
import {
  type DataFileError,
  damaged,
  explainDataFileError,
  fromNewerVersion,
  locked,
} from './data-file-error.ts';
import { DataFileWatch } from './data-file-watch.ts';
import { defined } from './defined.ts';
import { quickCheck, quickCheckOnThread } from './file-check.ts';
import { lowerCase } from './lower-case.ts';
import { migrations } from './schema.ts';
import { hasSearchChanges, updateSearchIndex } from './search-index.ts';

/** How long a statement waits for another program's lock, and everything else with it. */
const BUSY_MS = 50;

/** A file of at most so many pages, which are 4 kB each, is checked before it is used: it takes milliseconds. */
const FEW_PAGES = 1000;

/** What a statement that only reads begins with. */
const READS = /^\s*(?:SELECT|PRAGMA)\b/i;

type Parameters = Record<string, SQLInputValue | undefined>;

/**
 * A SQLite file with the few calls the store needs. Every write is synced before it returns, so
 * what has been answered survives `kill -9` and a power cut.
 */
export class Database {
  readonly #file: string;
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  readonly #clock: () => Date;
  #watch: DataFileWatch | undefined;
  #note: CommitNote | undefined;
  #commits = 0;
  #lostCommits = 0;
  #isMigrated = false;
  #check: Promise<void> = Promise.resolve();
  #damage: DataFileError | undefined;
  readonly #beforeCommit: (() => void)[] = [];
  readonly #afterCommit: (() => void)[] = [];

  /**
   * @param file A path, or `:memory:`.
   * @param clock What time it is; tests turn it forward.
   * @throws DataFileError when the file cannot be used.
   */
  constructor(file: string, clock: () => Date = () => new Date()) {
    this.#file = file;
    this.#clock = clock;
    if (file !== ':memory:') prepareDataFile(file);
    this.#db = this.#explained(() => new DatabaseSync(file));
    try {
      this.#explained(() => this.#open());
    } catch (error) {
      this.#db.close();
      this.#note?.close({ keep: true });
      throw error;
    }
  }

  #open(): void {
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA busy_timeout = 2000;');
    this.#db.exec('PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;');
    // SQLite's own knows A to Z only: a search for "émile" has to find Émile.
    this.#db.function('lower', { deterministic: true }, (text) =>
      typeof text === 'string' ? lowerCase(text) : text,
    );
    this.#checkFile();
    // The number of the last commit is kept in the header of the file, in a field that is free for programs.
    this.#commits = this.#pragma('application_id');
    if (this.#file !== ':memory:') {
      this.#note = new CommitNote(this.#file);
      this.#lostCommits = Math.max(0, this.#note.read() - this.#commits);
      this.#watch = new DataFileWatch(this.#file);
    }
    this.#migrate();
    this.#isMigrated = true;
    // After a migration, or when another program has written to the file.
    if (hasSearchChanges(this)) this.transaction(() => updateSearchIndex(this));
    this.#db.exec(`PRAGMA busy_timeout = ${BUSY_MS}`);
  }

  /**
   * Resolves when the file has been checked: at once for a small file.
   * @returns What is wrong with it. A damaged file refuses every statement from then on.
   */
  async checked(): Promise<DataFileError | undefined> {
    await this.#check;
    return this.#damage;
  }

  /** How many acknowledged commits are no longer in the file, because its write-ahead log was cut or removed. */
  lostCommits(): number {
    return this.#lostCommits;
  }

  /** Goes on with what is left. */
  acceptLoss(): void {
    this.#lostCommits = 0;
    this.#note?.write(this.#commits);
  }

  /** Whether another program keeps this one from writing just now. */
  isLocked(): boolean {
    this.#prepare('PRAGMA busy_timeout = 0').get();
    try {
      this.#prepare('BEGIN IMMEDIATE').run();
      this.#prepare('ROLLBACK').run();
      return false;
    } catch (error) {
      return explainDataFileError(this.#file, error)?.code === 'data_file_locked';
    } finally {
      this.#prepare(`PRAGMA busy_timeout = ${BUSY_MS}`).get();
    }
  }

  /** What answers a write while another program has the file locked. */
  lockedError(): DataFileError {
    return locked(this.#file);
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
    return this.#step(sql, (statement) => statement.get(bindable(parameters))) as Row | undefined;
  }

  all<Row>(sql: string, parameters: Parameters = {}): Row[] {
    return this.#step(sql, (statement) => statement.all(bindable(parameters))) as Row[];
  }

  /** Runs a statement and returns how many rows it changed. */
  run(sql: string, parameters: Parameters = {}): number {
    return Number(this.#step(sql, (statement) => statement.run(bindable(parameters))).changes);
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
    if (this.#db.isTransaction) return work();
    return this.#explained(() => {
      this.#watch?.check();
      this.#prepare('BEGIN IMMEDIATE').run();
      try {
        const changesBefore = this.#totalChanges();
        const result = work();
        const hasChanged = this.#totalChanges() !== changesBefore;
        if (hasChanged) for (const complete of this.#beforeCommit) complete();
        if (hasChanged && this.#isMigrated) updateSearchIndex(this);
        if (hasChanged) this.#db.exec(`PRAGMA application_id = ${this.#commits + 1}`);
        this.#prepare('COMMIT').run();
        // A migration may come before anybody hears of a loss: what is lost stays noted.
        if (hasChanged) this.#note?.write(++this.#commits + this.#lostCommits);
        // Only now is it certain that the file was still there at the commit.
        this.#watch?.check();
        if (hasChanged) for (const follow of this.#afterCommit) follow();
        return result;
      } catch (error) {
        // When the disk is full, SQLite has rolled back already.
        if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
        throw error;
      }
    });
  }

  /** Calls `complete` at the end of every transaction that changed something, within it. */
  beforeCommit(complete: () => void): void {
    this.#beforeCommit.push(complete);
  }

  /** Calls `follow`, which must not throw, after every transaction that changed something. */
  afterCommit(follow: () => void): void {
    this.#afterCommit.push(follow);
  }

  /** Adds a function to SQL. */
  defineFunction(name: string, call: () => SQLInputValue): void {
    this.#db.function(name, call);
  }

  /** Runs a statement that SQLite takes outside a transaction only. */
  execute(sql: string): void {
    this.#explained(() => this.#db.exec(sql));
  }

  /** False after {@link close}: what was begun before and comes late must not write. */
  isOpen(): boolean {
    return this.#db.isOpen;
  }

  close(): void {
    const keep = this.lostCommits() > 0 || this.#watch?.isGone();
    this.#db.close();
    this.#note?.close({ keep });
  }

  /** Runs one statement: a write is a transaction of its own unless it is in one. */
  #step<Result>(sql: string, run: (statement: StatementSync) => Result): Result {
    if (READS.test(sql)) return this.#explained(() => run(this.#prepare(sql)));
    return this.transaction(() => this.#explained(() => run(this.#prepare(sql))));
  }

  #totalChanges(): unknown {
    return this.#prepare('SELECT total_changes() AS changes').get()?.changes;
  }

  #pragma(name: string): number {
    return Number(this.#prepare(`PRAGMA ${name}`).get()?.[name]);
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Runs it; an error that is about the data file says so. */
  #explained<Result>(work: () => Result): Result {
    if (this.#damage) throw this.#damage;
    try {
      return work();
    } catch (error) {
      throw explainDataFileError(this.#file, error) ?? error;
    }
  }

  /** Checking a large file takes seconds, so it is served meanwhile, unless a migration would rewrite it. */
  #checkFile(): void {
    if (this.#pragma('page_count') <= FEW_PAGES || this.#pragma('user_version') < migrations.length) {
      const problem = quickCheck(this.#db);
      if (problem) throw damaged(this.#file, problem);
      return;
    }
    this.#check = quickCheckOnThread(this.#file).then(
      (problem) => {
        if (problem) this.#damage = damaged(this.#file, problem);
      },
      (error) => {
        this.#damage = explainDataFileError(this.#file, error) ?? damaged(this.#file, String(error));
      },
    );
  }

  #migrate(): void {
    const version = this.#pragma('user_version');
    if (version > migrations.length) throw fromNewerVersion(this.#file);
    for (const [index, migration] of migrations.entries()) {
      if (index < version) continue;
      this.transaction(() => {
        this.#db.exec(migration);
        this.#db.exec(`PRAGMA user_version = ${index + 1}`);
      });
    }
  }
}

function bindable(parameters: Parameters): Record<string, SQLInputValue> {
  return Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, value ?? null]));
}

/** A row that was just written is there; anything else is a defect of the store. */
export function requireRow<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('A row that was just written cannot be read back.');
  return row;
}
