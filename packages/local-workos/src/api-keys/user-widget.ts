import type {
  CreateUserApiKeyResponse,
  DeleteUserApiKey200,
  ListUserApiKeyPermissionsResponse,
  ListUserApiKeysResponse,
  ListUserApiKeysResponseData,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { orNotFound } from '../http/api-error.ts';
import { callerOrganization, callerUser, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type ApiKey, deleteApiKey, findApiKey, listApiKeys } from '../store/api-keys.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { displayName, findUser } from '../store/users.ts';
import { expireApiKey } from './issue.ts';
import {
  createFromBody,
  listPermissions,
  presentCursors,
  readApiKeysQuery,
  readExpiry,
  serializeWidgetApiKey,
} from './widget-keys.ts';

const PATH = '/_widgets/UserApiKeys';
const MANAGE_SELF = 'widgets:user-api-keys:manage-self';
const MANAGE_ALL = 'widgets:user-api-keys:manage-all';

/**
 * The API of `<ApiKeys scope="user">`: the caller's keys in the organization or, with `manage-all`, those of
 * all members. Callers can only create keys for themselves.
 */
export function userApiKeyRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  /** Returns whose keys the caller can see, or undefined for everyone's. */
  const visibleUserId = (c: Context): string | undefined => {
    const { id } = callerUser(c);
    return c.get('caller').permissions.includes(MANAGE_ALL) ? undefined : id;
  };

  const find = (c: Context): ApiKey => {
    const id = c.req.param('apiKeyId') ?? '';
    const apiKey = findApiKey(db, id);
    const owner = apiKey?.organization_id === callerOrganization(c).id ? apiKey.user_id : null;
    const visible = owner !== null && owner === (visibleUserId(c) ?? owner);
    return orNotFound(visible ? apiKey : undefined, 'API key', id);
  };

  const membershipId = (c: Context): string =>
    requireRow(findActiveMembership(db, callerUser(c).id, callerOrganization(c).id)).id;

  app.use(`${PATH}/*`, requirePermission(MANAGE_SELF, MANAGE_ALL));

  app.get(`${PATH}/api-keys`, (c) => {
    const query = readApiKeysQuery(c);
    const filter = {
      organizationId: callerOrganization(c).id,
      userId: visibleUserId(c),
      search: query.search,
    };
    const page = listApiKeys(db, 'user', filter, query);
    return c.json<ListUserApiKeysResponse>({
      data: page.rows.map((apiKey) => serializeUserApiKey(db, apiKey)),
      list_metadata: presentCursors(page),
    });
  });

  app.post(`${PATH}/api-keys`, async (c) => {
    const owner = { organizationId: callerOrganization(c).id, membershipId: membershipId(c) };
    return c.json<CreateUserApiKeyResponse>(await createFromBody(db, c, owner), 201);
  });

  app.get(`${PATH}/permissions`, (c) =>
    c.json<ListUserApiKeyPermissionsResponse>(listPermissions(db, c, membershipId(c))),
  );

  app.delete(`${PATH}/:apiKeyId`, (c) => {
    deleteApiKey(db, find(c).id);
    return c.json<DeleteUserApiKey200>({ success: true });
  });

  app.post(`${PATH}/:apiKeyId/expire`, async (c) => {
    const expired = expireApiKey(db, find(c), await readExpiry(c));
    return c.json<ListUserApiKeysResponseData>(serializeUserApiKey(db, expired));
  });

  return app;
}

function serializeUserApiKey(db: Database, apiKey: ApiKey): ListUserApiKeysResponseData {
  const owner = requireRow(findUser(db, apiKey.user_id ?? ''));
  return {
    ...serializeWidgetApiKey(db, apiKey),
    owner: {
      type: 'user',
      id: owner.id,
      email: owner.email,
      firstName: owner.first_name,
      lastName: owner.last_name,
      displayName: displayName(owner),
    },
  };
}
