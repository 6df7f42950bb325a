import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface Organization {
  id: string;
  name: string;
  allow_profiles_outside_organization: number;
  external_id: string | null;
  stripe_customer_id: string | null;
  metadata: string;
  multiple_roles_enabled: number;
  mfa_required: number;
  sso_required: number;
  /** JSON: the lookup keys of what it has paid for. */
  entitlements: string;
  created_at: string;
  updated_at: string;
}

export type OrganizationFields = Partial<Omit<Organization, 'id' | 'created_at' | 'updated_at'>>;

export function createOrganization(
  db: Database,
  fields: OrganizationFields & { name: string; id?: string },
): Organization {
  const now = db.timestamp();
  const id = fields.id ?? newId('org');
  db.insert('organizations', { ...fields, id, created_at: now, updated_at: now });
  return requireRow(findOrganization(db, id));
}

export function findOrganization(db: Database, id: string): Organization | undefined {
  return db.get<Organization>('SELECT * FROM organizations WHERE id = :id', { id });
}

export function findOrganizationByExternalId(db: Database, externalId: string): Organization | undefined {
  return db.get<Organization>('SELECT * FROM organizations WHERE external_id = :externalId', { externalId });
}

export function findOrganizationByStripeCustomerId(db: Database, id: string): Organization | undefined {
  return db.get<Organization>('SELECT * FROM organizations WHERE stripe_customer_id = :id', { id });
}

export function listOrganizations(db: Database): Organization[] {
  return db.all<Organization>('SELECT * FROM organizations ORDER BY name, id');
}

export function updateOrganization(db: Database, id: string, changes: OrganizationFields): Organization {
  db.update('organizations', id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findOrganization(db, id));
}

export function deleteOrganization(db: Database, id: string): boolean {
  return db.run('DELETE FROM organizations WHERE id = :id', { id }) > 0;
}
