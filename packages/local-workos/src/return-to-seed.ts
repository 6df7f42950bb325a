import type { SeedInput } from './seed/schema.ts';
import { withoutNotes } from './store/change-notes.ts';
import { isSeeded } from './store/continue-as.ts';
import type { Database } from './store/database.ts';
import { emptyTables, Snapshot } from './store/snapshot.ts';

/**
 * Seeds the database if it is empty.
 * @param source Path or content of a seed file. Defaults to the example data.
 * @returns A function that returns to the seed. Ids stay the same each time.
 * @throws SeedError
 */
export async function seedToReturnTo(
  db: Database,
  source: string | SeedInput | undefined,
): Promise<() => Promise<void>> {
  let seeded: Snapshot | undefined;
  if (!isSeeded(db)) {
    const write = await writer(db, source);
    seeded = withoutNotes(db, write);
  }
  return async () => {
    const write = seeded ? undefined : await writer(db, source);
    withoutNotes(db, () => {
      if (write) emptyTables(db);
      seeded ??= write?.();
      seeded?.restore();
    });
  };
}

/** Reads and checks the seed. Loads the code for it on demand, because most starts already have data. */
async function writer(db: Database, source: string | SeedInput | undefined): Promise<() => Snapshot> {
  const [{ loadSeed }, { seedDatabase }] = await Promise.all([
    import('./seed/load.ts'),
    import('./seed/seed.ts'),
  ]);
  const seed = await loadSeed(source);
  return () => {
    seedDatabase(db, seed);
    return new Snapshot(db);
  };
}
