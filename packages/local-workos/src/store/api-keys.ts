import { type Database, requireRow } from './database.ts';
import { hashSecret, newId, newSecret } from './ids.ts';
import { listPage, type Page, type PageQuery, whereDefined } from './pagination.ts';

/** A key of an organization or, with a membership, of that member. Its value is not kept, only a hash. */
export interface ApiKey {
  id: string;
  organization_id: string;
  organization_membership_id: string | null;
  /** The member's, read from the membership. */
  user_id: string | null;
  name: string;
  obfuscated_value: string;
  last_used_at: string | null;
  expires_at: string | null;
  created_at: string;
  updated_at: string;
}

const SELECT_API_KEYS = `
  SELECT api_keys.id, api_keys.organization_id, organization_membership_id, om.user_id, name, obfuscated_value,
    last_used_at, expires_at, api_keys.created_at, api_keys.updated_at
  FROM api_keys LEFT JOIN organization_memberships AS om ON om.id = organization_membership_id`;

/** @returns The key and, this once, its value. */
export function createApiKey(
  db: Database,
  fields: {
    organizationId: string;
    membershipId?: string | undefined;
    name: string;
    permissions: readonly string[];
    expiresAt: string | null;
  },
): { apiKey: ApiKey; value: string } {
  const id = newId('api_key');
  const value = `sk_${newSecret()}`;
  const now = db.timestamp();
  db.transaction(() => {
    db.insert('api_keys', {
      id,
      organization_id: fields.organizationId,
      organization_membership_id: fields.membershipId,
      name: fields.name,
      value_hash: hashSecret(value),
      obfuscated_value: obfuscate(value),
      expires_at: fields.expiresAt,
      created_at: now,
      updated_at: now,
    });
    for (const permission of new Set(fields.permissions)) {
      db.insert('api_key_permissions', { api_key_id: id, permission_slug: permission });
    }
  });
  return { apiKey: requireRow(findApiKey(db, id)), value };
}

export function findApiKey(db: Database, id: string): ApiKey | undefined {
  return db.get<ApiKey>(`${SELECT_API_KEYS} WHERE api_keys.id = :id`, { id });
}

/**
 * One page of the keys that organizations own, or of those that members own.
 * @param filter `search` is a part of the name.
 */
export function listApiKeys(
  db: Database,
  owner: 'organization' | 'user',
  filter: { organizationId?: string | undefined; userId?: string | undefined; search?: string | undefined },
  query: PageQuery,
): Page<ApiKey> {
  const parameters = { ...filter, search: filter.search?.trim() || undefined };
  const where = whereDefined(
    {
      organizationId: 'api_keys.organization_id = :organizationId',
      userId: 'om.user_id = :userId',
      search: 'instr(lower(name), lower(:search)) > 0',
    },
    parameters,
  );
  return listPage<ApiKey>(db, query, {
    select: `${SELECT_API_KEYS} ${where} AND organization_membership_id IS ${owner === 'user' ? 'NOT NULL' : 'NULL'}`,
    parameters,
    idColumn: 'api_keys.id',
  });
}

export function isExpired(db: Database, apiKey: ApiKey): boolean {
  return apiKey.expires_at !== null && apiKey.expires_at <= db.timestamp();
}

export function setApiKeyExpiry(db: Database, id: string, expiresAt: string | null): ApiKey {
  db.update('api_keys', id, { expires_at: expiresAt, updated_at: db.timestamp() });
  return requireRow(findApiKey(db, id));
}

/**
 * The key that has this value, noted as used now; undefined when there is none, it has expired, or its owner
 * is no active member.
 */
export function validateApiKey(db: Database, value: string): ApiKey | undefined {
  const found = db.get<{ id: string }>(
    `UPDATE api_keys SET last_used_at = :now WHERE value_hash = :hash
     AND (expires_at IS NULL OR expires_at > :now)
     AND (organization_membership_id IS NULL OR organization_membership_id IN
          (SELECT id FROM organization_memberships WHERE status = 'active'))
     RETURNING id`,
    { hash: hashSecret(value), now: db.timestamp() },
  );
  return found && findApiKey(db, found.id);
}

export function deleteApiKey(db: Database, id: string): void {
  db.run('DELETE FROM api_keys WHERE id = :id', { id });
}

/** As much of a value as may be shown again: `sk_...3456`. */
export function obfuscate(value: string): string {
  return `sk_...${value.slice(-4)}`;
}
