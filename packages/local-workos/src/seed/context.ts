import { type Database, requireRow } from '../store/database.ts';
import { dateOf } from './fields.ts';
import type { Seed } from './schema.ts';

/** The context for writing every section. */
export interface SeedContext {
  db: Database;
  seed: Seed;
  /** The time that relative times refer to. */
  now: Date;
}

export function at({ now }: SeedContext, moment: string | undefined): Date | undefined {
  return moment === undefined ? undefined : dateOf(moment, now);
}

export function timestampAt(context: SeedContext, moment: string | undefined): string | undefined {
  return at(context, moment)?.toISOString();
}

/** The columns that every table has. */
export function history(
  context: SeedContext,
  createdAt: string | undefined,
): { created_at: string; updated_at: string } {
  const created = (at(context, createdAt) ?? context.now).toISOString();
  return { created_at: created, updated_at: created };
}

/** Returns the id of an organization that the file refers to by name or id. */
export function organizationId({ db }: SeedContext, reference: string): string {
  const query = 'SELECT id FROM organizations WHERE id = :reference OR name = :reference';
  return requireRow(db.get<{ id: string }>(query, { reference })).id;
}

/** Returns the id of a user that the file refers to by email. */
export function userId({ db }: SeedContext, email: string): string {
  return requireRow(db.get<{ id: string }>('SELECT id FROM users WHERE email = :email', { email })).id;
}
