import type { Database } from './database.ts';

/**
 * A kind of object whose changes are noted while a transaction runs, whoever makes them: what it was before, and
 * what it is at the end.
 */
export interface NotedKind {
  kind: string;
  table: string;
  /** Columns that must not be in a note. */
  secrets?: readonly string[];
  /** SQL of its id, where that is not a column. */
  id?: (row: string) => string;
  /** SQL of what belongs to it in other tables, as JSON. */
  extras?: Record<string, (row: string) => string>;
  /** Tables whose rows are part of it, and SQL that finds it as `noted` for such a row. */
  parts?: Record<string, (row: string) => string>;
  /** Tables with which it is deleted, and SQL that finds it as `noted` for such a row. */
  endsWith?: Record<string, (row: string) => string>;
}

/** One object that changed. A missing side means that it was created or deleted. */
export interface Change {
  kind: string;
  before: Record<string, unknown> | undefined;
  after: Record<string, unknown> | undefined;
}

const paused = new WeakSet<Database>();

/** Does some work whose changes are not noted: those of a seed are no news. */
export function withoutNotes<Result>(db: Database, work: () => Result): Result {
  paused.add(db);
  try {
    return work();
  } finally {
    paused.delete(db);
  }
}

/**
 * Notes changes with triggers, which see what a foreign key deletes too. They are temporary, so they always fit the
 * tables of this version.
 * @param handle Called with the changes of a transaction, in their order, before it ends.
 */
export function noteChanges(
  db: Database,
  kinds: readonly NotedKind[],
  handle: (changes: Change[]) => void,
): void {
  db.defineFunction('notes_changes', () => (paused.has(db) ? 0 : 1));
  db.execute(`CREATE TEMP TABLE change_notes (
    position INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, before TEXT, UNIQUE (kind, id)
  )`);
  db.execute(triggers(db, kinds).join('\n'));
  const selects = new Map(
    kinds.map((noted) => [
      noted.kind,
      `SELECT ${snapshot(db, noted, 'noted')} AS content FROM ${noted.table} AS noted
       WHERE ${idOf(noted)('noted')} = :id`,
    ]),
  );
  db.beforeCommit(() => {
    const changes = takeChanges(db, selects);
    if (changes.length > 0) handle(changes);
  });
}

/** @param selects By kind, what reads an object as it is now. */
function takeChanges(db: Database, selects: ReadonlyMap<string, string>): Change[] {
  const notes = db.all<{ kind: string; id: string; before: string | null }>(
    'SELECT kind, id, before FROM change_notes ORDER BY position',
  );
  if (notes.length === 0) return [];
  db.run('DELETE FROM change_notes');
  return notes.flatMap(({ kind, id, before }) => {
    const select = selects.get(kind);
    if (!select) return [];
    const row = db.get<{ content: string }>(select, { id });
    return [
      {
        kind,
        before: before === null ? undefined : JSON.parse(before),
        after: row && JSON.parse(row.content),
      },
    ];
  });
}

/** One trigger per table and event. */
function triggers(db: Database, kinds: readonly NotedKind[]): string[] {
  const statements = new Map<string, string[]>();
  const add = (when: string, table: string, statement: string) => {
    const key = `${when} ON ${table}`;
    statements.set(key, [...(statements.get(key) ?? []), statement]);
  };
  for (const noted of kinds) {
    const find = (condition: string) =>
      `INSERT OR IGNORE INTO change_notes (kind, id, before)
       SELECT '${noted.kind}', ${idOf(noted)('noted')}, ${snapshot(db, noted, 'noted')}
       FROM ${noted.table} AS noted WHERE ${condition};`;
    for (const [table, condition] of Object.entries(noted.endsWith ?? {})) {
      add('BEFORE DELETE', table, find(condition('OLD')));
    }
    for (const [table, condition] of Object.entries(noted.parts ?? {})) {
      add('BEFORE INSERT', table, find(condition('NEW')));
      add('BEFORE UPDATE', table, find(condition('OLD')));
      add('BEFORE DELETE', table, find(condition('OLD')));
    }
  }
  for (const noted of kinds) {
    const { table } = noted;
    const note = (row: string, before: string) =>
      `INSERT OR IGNORE INTO change_notes (kind, id, before) VALUES ('${noted.kind}', ${idOf(noted)(row)}, ${before});`;
    add('AFTER INSERT', table, note('NEW', 'NULL'));
    add('BEFORE UPDATE', table, note('OLD', snapshot(db, noted, 'OLD')));
    add('BEFORE DELETE', table, note('OLD', snapshot(db, noted, 'OLD')));
  }
  return [...statements].map(
    ([key, list], index) =>
      `CREATE TEMP TRIGGER note_changes_${index} ${key} WHEN notes_changes() BEGIN ${list.join('\n')} END;`,
  );
}

function idOf({ id }: NotedKind): (row: string) => string {
  return id ?? ((row) => `${row}.id`);
}

/** SQL of all that is noted of an object. */
function snapshot(db: Database, { table, secrets = [], extras = {} }: NotedKind, row: string): string {
  const columns = db
    .all<{ name: string }>(`SELECT name FROM pragma_table_info('${table}')`)
    .map(({ name }) => name)
    .filter((name) => !secrets.includes(name));
  const fields = [
    ...columns.map((name) => `'${name}', ${row}.${name}`),
    ...Object.entries(extras).map(([name, sql]) => `'${name}', ${sql(row)}`),
  ];
  return `json_object(${fields.join(', ')})`;
}
