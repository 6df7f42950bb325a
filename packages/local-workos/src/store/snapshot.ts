import type { Database } from './database.ts';
import { SEARCH_TABLES } from './search-index.ts';
import { OWN_SECRETS } from './settings.ts';

/** What the tables held at one moment, kept in memory: the quickest way back to it. */
export class Snapshot {
  readonly #db: Database;

  /** Takes the snapshot. A database has one at most. */
  constructor(db: Database) {
    this.#db = db;
    db.execute(`ATTACH DATABASE ':memory:' AS snapshot`);
    db.transaction(() => {
      for (const table of tables(db)) db.run(`CREATE TABLE snapshot.${table} AS SELECT * FROM main.${table}`);
    });
  }

  /** Puts the tables back as they were, except for Local WorkOS's own secrets. */
  restore(): void {
    const db = this.#db;
    withoutForeignKeys(db, () => {
      empty(db);
      for (const table of tables(db)) {
        db.run(`INSERT OR IGNORE INTO main.${table} SELECT * FROM snapshot.${table}`);
      }
    });
  }
}

/** Deletes every row, except for Local WorkOS's own secrets: tokens stay signed with the same key. */
export function emptyTables(db: Database): void {
  withoutForeignKeys(db, () => empty(db));
}

function empty(db: Database): void {
  for (const table of tables(db)) {
    if (table !== 'settings') db.run(`DELETE FROM main.${table}`);
  }
  db.run('DELETE FROM settings WHERE key NOT IN (SELECT value FROM json_each(:secrets))', {
    secrets: JSON.stringify(OWN_SECRETS),
  });
}

/** All or nothing, in any order of the tables. SQLite takes the setting outside a transaction only. */
function withoutForeignKeys(db: Database, work: () => void): void {
  db.execute('PRAGMA foreign_keys = OFF');
  try {
    db.transaction(work);
  } finally {
    db.execute('PRAGMA foreign_keys = ON');
  }
}

function tables(db: Database): string[] {
  // The search index follows the tables by itself.
  const found = db.all<{ name: string }>(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table'
     AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'`,
  );
  return found.map(({ name }) => name).filter((name) => !SEARCH_TABLES.includes(name));
}
