import { reactWithInvitations } from './invitations/reactions.ts';
import { reactWithPipes } from './pipes/reactions.ts';
import type { Database } from './store/database.ts';

/** Registers the reactions of products to each other's changes, one line per product. */
export function registerReactions(db: Database): void {
  for (const register of [reactWithInvitations, reactWithPipes]) register(db);
}
