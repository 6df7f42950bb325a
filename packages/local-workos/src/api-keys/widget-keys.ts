import type {
  CreateOrganizationApiKeyResponse,
  ListOrganizationApiKeyPermissionsResponse,
  ListOrganizationApiKeysResponseData,
} from '@workos-inc/widgets/experimental/api/fetch';
import type { Context } from 'hono';
import { z } from 'zod';
import { pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { apiKeyPermissions, listAssignablePermissions } from '../store/api-key-permissions.ts';
import type { ApiKey } from '../store/api-keys.ts';
import type { Database } from '../store/database.ts';
import type { Page, PageQuery } from '../store/pagination.ts';
import { expirySchema, issueApiKey, newApiKeyFields, newExpirySchema } from './issue.ts';

/** What the APIs of `<ApiKeys>` and `<ApiKeys scope="user">` share: they differ in whose keys they show. */

const apiKeysQuery = pageQuery.omit({ order: true }).extend({ search: z.string().optional() });

/** @throws ApiError 400, as the widgets' types document it; the public API answers 422. */
export function readApiKeysQuery(c: Context): PageQuery & { search?: string | undefined } {
  return { ...readQuery(c, apiKeysQuery, 400), order: 'normal' };
}

/** Makes the key that the body describes; its value is in this one response. */
export async function createFromBody(
  db: Database,
  c: Context,
  owner: { organizationId: string; membershipId?: string },
): Promise<CreateOrganizationApiKeyResponse> {
  const schema = z.object({ ...newApiKeyFields, expiresAt: newExpirySchema(db) });
  const { expiresAt = null, ...body } = await readBody(c, schema, 400);
  const { apiKey, value } = issueApiKey(db, { ...owner, ...body, expiresAt });
  const { lastUsedAt: _, ...created } = serializeWidgetApiKey(db, apiKey);
  return { ...created, value };
}

/** When the body wants a key to expire: a moment, null for never, undefined for now. */
export async function readExpiry(c: Context): Promise<string | null | undefined> {
  return (await readBody(c, z.object({ expiresAt: expirySchema.nullish() }), 400)).expiresAt;
}

export function listPermissions(
  db: Database,
  c: Context,
  membershipId: string | undefined,
): ListOrganizationApiKeyPermissionsResponse {
  const query = readApiKeysQuery(c);
  const page = listAssignablePermissions(db, membershipId, query.search, query);
  return {
    data: page.rows.map(({ id, slug, name, description }) => ({ id, slug, name, description })),
    list_metadata: presentCursors(page),
  };
}

/** In these lists a cursor that leads nowhere is left out, not null. */
export function presentCursors({ listMetadata: { before, after } }: Page<unknown>) {
  return { before: before ?? undefined, after: after ?? undefined };
}

export function serializeWidgetApiKey(db: Database, apiKey: ApiKey): ListOrganizationApiKeysResponseData {
  return {
    id: apiKey.id,
    name: apiKey.name,
    obfuscatedValue: apiKey.obfuscated_value,
    createdAt: apiKey.created_at,
    lastUsedAt: apiKey.last_used_at,
    expiresAt: apiKey.expires_at,
    permissions: apiKeyPermissions(db, apiKey),
  };
}
