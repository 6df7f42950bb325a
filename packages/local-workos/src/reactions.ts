import { reactWithInvitations } from './invitations/reactions.ts';
import { reactWithPipes } from './pipes/reactions.ts';
import type { Database } from './store/database.ts';

/** Lets products react to each other's changes; each one's reactions are one line here. */
export function registerReactions(db: Database): void {
  for (const register of [reactWithInvitations, reactWithPipes]) register(db);
}
