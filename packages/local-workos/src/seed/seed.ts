import type { Database } from '../store/database.ts';
import { seedApiKeys } from './api-keys.ts';
import { seedAuditLogStreams } from './audit-log-streams.ts';
import { seedConnections } from './connections.ts';
import { seedDirectories } from './directories.ts';
import { seedEnvironment } from './environment.ts';
import { seedFeatureFlags } from './feature-flags.ts';
import { seedInvitations } from './invitations.ts';
import { seedMemberships } from './memberships.ts';
import { seedOrganizations } from './organizations.ts';
import { seedConnectedAccounts, seedDataIntegrations } from './pipes.ts';
import { seedRoles } from './roles.ts';
import type { Seed } from './schema.ts';
import { seedSessions, seedUsers } from './users.ts';
import { seedWebhookEndpoints } from './webhook-endpoints.ts';

/** Ordered so that each section only refers to earlier ones. */
const SECTIONS = [
  seedRoles,
  seedOrganizations,
  seedUsers,
  seedMemberships,
  seedInvitations,
  seedSessions,
  seedApiKeys,
  seedFeatureFlags,
  seedConnections,
  seedDirectories,
  seedAuditLogStreams,
  seedDataIntegrations,
  seedConnectedAccounts,
  seedWebhookEndpoints,
  seedEnvironment,
];

/** Writes a seed into an empty database, in one transaction. */
export function seedDatabase(db: Database, seed: Seed): void {
  const context = { db, seed, now: db.now() };
  db.transaction(() => {
    for (const write of SECTIONS) write(context);
  });
}
