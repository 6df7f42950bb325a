import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startServer } from '../src/server.ts';
import { withoutNotes } from '../src/store/change-notes.ts';
import type { Database } from '../src/store/database.ts';
import { createInvitation } from '../src/store/invitations.ts';
import { createMembership } from '../src/store/memberships.ts';
import { createOrganization } from '../src/store/organizations.ts';
import { createUser } from '../src/store/users.ts';

/** Rows per transaction. */
const BATCH = 5000;

const FIRST_NAMES = [
  'Ada',
  'Émile',
  'Grace',
  'Ksenia',
  'Linus',
  'Marcelina',
  'Noor',
  'Øyvind',
  'Sofía',
  'Tim',
];
const LAST_NAMES = ['Adeyemi', 'Berg', 'Castro', 'Dvořák', 'Evans', 'Fujita', 'Green', 'Haddad', 'Ivanova'];

/** A data file, and the organizations in it by the number of their members. */
export interface BenchData {
  folder: string;
  organizations: Map<number, string>;
}

/** Writes a data file with one organization per size, each with as many members and as many invitations. */
export async function buildData(sizes: readonly number[]): Promise<BenchData> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-local-'));
  const server = await startServer({ port: 0, data: folder });
  try {
    const { db } = server.local;
    return {
      folder,
      organizations: new Map(sizes.map((size) => [size, withoutNotes(db, () => fill(db, size))])),
    };
  } finally {
    await server.close();
  }
}

function fill(db: Database, size: number): string {
  const { id } = createOrganization(db, { name: `${size} members` });
  for (let start = 0; start < size; start += BATCH) {
    db.transaction(() => {
      for (let index = start; index < Math.min(size, start + BATCH); index++) addMember(db, id, size, index);
    });
  }
  return id;
}

/** One in 500 is an admin, and one in 50 has not accepted the invitation. */
function addMember(db: Database, organizationId: string, size: number, index: number): void {
  const firstName = FIRST_NAMES[index % FIRST_NAMES.length];
  const lastName = LAST_NAMES[Math.floor(index / 7) % LAST_NAMES.length];
  const user = createUser(db, {
    email: `person-${index}@members-${size}.example`,
    first_name: firstName ?? null,
    last_name: lastName ?? null,
    email_verified: 1,
  });
  createMembership(db, {
    user_id: user.id,
    organization_id: organizationId,
    roles: [index % 500 === 0 ? 'admin' : 'member'],
    status: index % 50 === 49 ? 'pending' : 'active',
  });
  createInvitation(db, { email: user.email, organization_id: organizationId, role_slug: 'member' });
}
