import type {
  CreateOrganizationApiKeyResponse,
  DeleteOrganizationApiKey200,
  ListOrganizationApiKeyPermissionsResponse,
  ListOrganizationApiKeysResponse,
  ListOrganizationApiKeysResponseData,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { orNotFound } from '../http/api-error.ts';
import { callerOrganization, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type ApiKey, deleteApiKey, findApiKey, listApiKeys } from '../store/api-keys.ts';
import { expireApiKey } from './issue.ts';
import {
  createFromBody,
  listPermissions,
  presentCursors,
  readApiKeysQuery,
  readExpiry,
  serializeWidgetApiKey,
} from './widget-keys.ts';

const PATH = '/_widgets/ApiKeys';

/** The API of `<ApiKeys>`: the keys of the organization. */
export function organizationApiKeyRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (c: Context): ApiKey => {
    const id = c.req.param('apiKeyId') ?? '';
    const apiKey = findApiKey(db, id);
    const owned = apiKey?.organization_id === callerOrganization(c).id && !apiKey.user_id;
    return orNotFound(owned ? apiKey : undefined, 'API key', id);
  };

  app.use(`${PATH}/*`, requirePermission('widgets:api-keys:manage'));

  app.get(`${PATH}/organization-api-keys`, (c) => {
    const query = readApiKeysQuery(c);
    const filter = { organizationId: callerOrganization(c).id, search: query.search };
    const page = listApiKeys(db, 'organization', filter, query);
    return c.json<ListOrganizationApiKeysResponse>({
      data: page.rows.map((apiKey) => serializeWidgetApiKey(db, apiKey)),
      list_metadata: presentCursors(page),
    });
  });

  app.post(`${PATH}/organization-api-keys`, async (c) => {
    const created = await createFromBody(db, c, { organizationId: callerOrganization(c).id });
    return c.json<CreateOrganizationApiKeyResponse>(created, 201);
  });

  app.get(`${PATH}/permissions`, (c) => {
    callerOrganization(c);
    return c.json<ListOrganizationApiKeyPermissionsResponse>(listPermissions(db, c, undefined));
  });

  app.delete(`${PATH}/:apiKeyId`, (c) => {
    deleteApiKey(db, find(c).id);
    return c.json<DeleteOrganizationApiKey200>({ success: true });
  });

  app.post(`${PATH}/:apiKeyId/expire`, async (c) => {
    const expired = expireApiKey(db, find(c), await readExpiry(c));
    return c.json<ListOrganizationApiKeysResponseData>(serializeWidgetApiKey(db, expired));
  });

  return app;
}
