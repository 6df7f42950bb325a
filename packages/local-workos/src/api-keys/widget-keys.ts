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

/** Shared parts of the APIs of `<ApiKeys>` and `<ApiKeys scope="user">`, which differ in whose keys they show. */

const apiKeysQuery = pageQuery.omit({ order: true }).extend({ search: z.string().optional() });

/** @throws ApiError 400, as the widgets' types document. The public API returns 422. */
export function readApiKeysQuery(c: Context): PageQuery & { search?: string | undefined } {
  return { ...readQuery(c, apiKeysQuery, 400), order: 'normal' };
}

/** Creates the key that the body describes. Only this response contains its value. */
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

/** Reads when a key should expire: a time, null for never, or undefined for now. */
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

/** Omits missing cursors, because these lists leave them out instead of setting null. */
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
