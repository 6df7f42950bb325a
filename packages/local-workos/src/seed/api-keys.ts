import { obfuscate } from '../store/api-keys.ts';
import { type Database, requireRow } from '../store/database.ts';
import { hashSecret, newId, newSecret } from '../store/ids.ts';
import { findMembershipOf } from '../store/memberships.ts';
import type { Cast } from './cast.ts';

/** A key and its history, in days from now: below zero is past. Nobody knows the values of these keys. */
interface SeededKey {
  name: string;
  permissions: readonly string[];
  created: number;
  lastUsed?: number;
  expires?: number;
}

const ORGANIZATION_KEYS: readonly SeededKey[] = [
  { name: 'Legacy importer', permissions: ['reports:write'], created: -420, lastUsed: -95, expires: -90 },
  { name: 'Billing export', permissions: ['billing:manage'], created: -310, lastUsed: -2 },
  { name: 'Warehouse sync', permissions: ['reports:read'], created: -260, lastUsed: -0.1 },
  { name: 'Quarterly audit', permissions: ['reports:read', 'billing:manage'], created: -200, expires: -110 },
  { name: 'Status page', permissions: [], created: -150, lastUsed: -0.01 },
  { name: 'Partner portal', permissions: ['reports:read'], created: -120, lastUsed: -16 },
  { name: 'Load test', permissions: ['reports:read', 'reports:write'], created: -61, expires: -54 },
  { name: 'Nightly backup', permissions: ['reports:read'], created: -45, lastUsed: -1 },
  { name: 'Staging', permissions: ['reports:read', 'reports:write'], created: -30, lastUsed: -1 },
  {
    name: 'Production',
    permissions: ['reports:read', 'reports:write', 'billing:manage'],
    created: -28,
    lastUsed: -0.002,
  },
  { name: 'Contractor access', permissions: ['reports:read'], created: -4, lastUsed: -3, expires: 3 },
  { name: 'Mobile app', permissions: ['reports:read'], created: -2 },
  { name: 'Zapier', permissions: ['reports:write'], created: -0.05 },
];

const PERSONAL_KEYS: Record<'marcelina' | 'kofi' | 'lena', readonly SeededKey[]> = {
  marcelina: [
    { name: 'Command line', permissions: ['reports:read', 'reports:write'], created: -90, lastUsed: -1 },
    { name: 'Spreadsheet', permissions: ['reports:read'], created: -12, expires: 3 },
  ],
  kofi: [
    { name: 'Invoices to accounting', permissions: ['billing:manage'], created: -75, lastUsed: -8 },
    { name: 'Trial', permissions: [], created: -40, expires: -33 },
  ],
  lena: [
    { name: 'Laptop', permissions: ['reports:read'], created: -18, lastUsed: -0.2 },
    { name: 'Notebook', permissions: ['reports:read'], created: -6, lastUsed: -1, expires: 1 },
    { name: 'Experiment', permissions: [], created: -0.5 },
  ],
};

const DAY = 86_400_000;

/** Keys of Acme and of people in it: fresh, used, about to expire, expired. Elsewhere there are none. */
export function seedApiKeys(db: Database, { organizations, people }: Cast): void {
  for (const key of ORGANIZATION_KEYS) insert(db, key, organizations.acme, undefined);
  for (const person of ['marcelina', 'kofi', 'lena'] as const) {
    const { id } = requireRow(findMembershipOf(db, people[person], organizations.acme));
    for (const key of PERSONAL_KEYS[person]) insert(db, key, organizations.acme, id);
  }
}

function insert(
  db: Database,
  key: SeededKey,
  organizationId: string,
  membershipId: string | undefined,
): void {
  const at = (days: number) => new Date(db.now().getTime() + days * DAY);
  const moment = (days: number | undefined) => (days === undefined ? undefined : at(days).toISOString());
  const value = newSecret();
  const id = newId('api_key', at(key.created));
  db.insert('api_keys', {
    id,
    organization_id: organizationId,
    organization_membership_id: membershipId,
    name: key.name,
    value_hash: hashSecret(value),
    obfuscated_value: obfuscate(value),
    last_used_at: moment(key.lastUsed),
    expires_at: moment(key.expires),
    created_at: moment(key.created),
    updated_at: moment(key.created),
  });
  for (const permission of key.permissions) {
    db.insert('api_key_permissions', { api_key_id: id, permission_slug: permission });
  }
}
