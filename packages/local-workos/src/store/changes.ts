import type { Database } from './database.ts';
import type { OrganizationMembership } from './memberships.ts';
import type { User } from './users.ts';

/** What other products may have to react to, under the names of https://workos.com/docs/events. */
export interface Changes {
  'organization_membership.updated': {
    membership: OrganizationMembership;
    /** The roles it was given, in the order of the request; undefined when they stay. */
    roles?: readonly string[];
  };
  'organization_membership.deleted': { membership: OrganizationMembership };
  'user.deleted': { user: User };
}

type Reaction = (change: never) => void;

const reactions = new WeakMap<Database, Map<keyof Changes, Reaction[]>>();

/** Calls `react` with each such change, in its transaction: both happen, or neither does. */
export function onChange<Name extends keyof Changes>(
  db: Database,
  name: Name,
  react: (change: Changes[Name]) => void,
): void {
  const registered = reactions.get(db) ?? new Map<keyof Changes, Reaction[]>();
  registered.set(name, [...(registered.get(name) ?? []), react]);
  reactions.set(db, registered);
}

/** Tells who has registered for it. Call it inside the transaction of the change. */
export function announce<Name extends keyof Changes>(db: Database, name: Name, change: Changes[Name]): void {
  for (const react of reactions.get(db)?.get(name) ?? []) (react as (change: Changes[Name]) => void)(change);
}
