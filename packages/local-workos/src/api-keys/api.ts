import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import { deleteApiKey, findApiKey, listApiKeys, validateApiKey } from '../store/api-keys.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';
import { expireApiKey, expirySchema, issueApiKey, newApiKeyFields, newExpirySchema } from './issue.ts';
import { serializeApiKey } from './serialize.ts';

const userKeysQuery = pageQuery.extend({ organization_id: z.string().optional() });

/** `/api_keys`, and those of organizations and users: https://workos.com/docs/reference/authkit/api-keys */
export function apiKeyRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const fields = z.object({
    ...newApiKeyFields,
    permissions: newApiKeyFields.permissions.default([]),
    expires_at: newExpirySchema(db),
  });
  const userKeyFields = fields.extend({ organization_id: z.string('required') });

  const find = (c: Context) => {
    const id = c.req.param('id') ?? '';
    return orNotFound(findApiKey(db, id), 'API key', id);
  };
  const organization = (id: string) => orNotFound(findOrganization(db, id), 'Organization', id);
  const user = (id: string) => orNotFound(findUser(db, id), 'User', id);

  app.post('/api_keys/validations', async (c) => {
    const { value } = await readBody(c, z.object({ value: z.string() }));
    const apiKey = validateApiKey(db, value);
    return c.json({ api_key: apiKey ? serializeApiKey(db, apiKey) : null });
  });

  app.delete('/api_keys/:id', (c) => {
    deleteApiKey(db, find(c).id);
    return c.body(null, 204);
  });

  // Younger than the installed OpenAPI: https://workos.com/docs/reference/authkit/api-keys/expire
  app.post('/api_keys/:id/expire', async (c) => {
    const apiKey = find(c);
    const { expires_at } = await readBody(c, z.object({ expires_at: expirySchema.nullish() }));
    return c.json(serializeApiKey(db, expireApiKey(db, apiKey, expires_at)));
  });

  app.get('/organizations/:id/api_keys', (c) => {
    const { id } = organization(c.req.param('id'));
    const page = listApiKeys(db, 'organization', { organizationId: id }, readQuery(c, pageQuery));
    return c.json(listResponse(page, (apiKey) => serializeApiKey(db, apiKey)));
  });

  app.post('/organizations/:id/api_keys', async (c) => {
    const { id: organizationId } = organization(c.req.param('id'));
    const { name, permissions, expires_at: expiresAt = null } = await readBody(c, fields);
    const { apiKey, value } = issueApiKey(db, { organizationId, name, permissions, expiresAt });
    return c.json({ ...serializeApiKey(db, apiKey), value }, 201);
  });

  app.get('/user_management/users/:id/api_keys', (c) => {
    const { id: userId } = user(c.req.param('id'));
    const query = readQuery(c, userKeysQuery);
    const page = listApiKeys(db, 'user', { userId, organizationId: query.organization_id }, query);
    return c.json(listResponse(page, (apiKey) => serializeApiKey(db, apiKey)));
  });

  app.post('/user_management/users/:id/api_keys', async (c) => {
    const { id: userId } = user(c.req.param('id'));
    const body = await readBody(c, userKeyFields, 400);
    const { id: organizationId } = organization(body.organization_id);
    const membership = findActiveMembership(db, userId, organizationId);
    if (!membership) {
      throw unprocessable(`User '${userId}' is not an active member of organization '${organizationId}'.`);
    }
    const { name, permissions, expires_at: expiresAt = null } = body;
    const owner = { organizationId, membershipId: membership.id };
    const { apiKey, value } = issueApiKey(db, { ...owner, name, permissions, expiresAt });
    return c.json({ ...serializeApiKey(db, apiKey), value }, 201);
  });

  return app;
}
