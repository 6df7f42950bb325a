import type {
  DataInstallation,
  DataIntegrationsResponse,
  DeleteDataInstallation200,
  GetAuthorizationStatusResponse,
  GetDataIntegrationAuthorizeUrlResponse,
  SharedDataConnectionsResponse,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { badRequest, notFound, orNotFound } from '../http/api-error.ts';
import { callerOrganization, callerUser } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { findDataAuthorization, isUnderWay } from '../store/data-authorizations.ts';
import {
  deleteInstallation,
  findInstallation,
  findInstallationOf,
  type InstallationOwner,
} from '../store/data-installations.ts';
import { findDataIntegrationById, listDataIntegrations } from '../store/data-integrations.ts';
import { createAuthorizeLink } from './authorize.ts';
import { connectWithApiKey, connectWithClientCredentials } from './connect.ts';
import { effectiveIntegration } from './effective-integration.ts';
import { readPipesBody } from './read-body.ts';
import {
  serializeInstallation,
  serializeIntegration,
  serializeSharedConnection,
} from './serialize-for-widget.ts';
import {
  apiKeyBody,
  authorizeBody,
  clientCredentialsBody,
  integrationInPath,
  DATA_INTEGRATIONS_PATH as PATH,
} from './widget-requests.ts';

/** The API of <Pipes>: the caller's accounts, and those that the organization shares. */
export function dataIntegrationRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(`${PATH}/mine`, (c) => {
    const owner = ownerOf(c);
    const data = listDataIntegrations(db, 'userland_user').flatMap((integration) => {
      const effective = effectiveIntegration(db, integration, owner.organizationId);
      const installation = findInstallationOf(db, integration.id, owner);
      // A connected account stays visible, so that it can be disconnected.
      const shown = installation || effective.usableMethods.length > 0;
      return shown ? [serializeIntegration(effective, installation)] : [];
    });
    return c.json<DataIntegrationsResponse>({ data });
  });

  app.get(`${PATH}/shared-connections`, (c) => {
    const { id: organizationId } = callerOrganization(c);
    const data = listDataIntegrations(db, 'organization').flatMap((integration) => {
      const installation = findInstallationOf(db, integration.id, { userId: null, organizationId });
      const effective = effectiveIntegration(db, integration, organizationId);
      return installation ? [serializeSharedConnection(effective, installation)] : [];
    });
    return c.json<SharedDataConnectionsResponse>({ data });
  });

  app.get(`${PATH}/:slug/authorize`, (c) => {
    const requireHandoff = c.req.query('requireHandoff') ?? 'false';
    if (requireHandoff !== 'true' && requireHandoff !== 'false') {
      throw badRequest('invalid_request_parameters', 'requireHandoff must be true or false.');
    }
    return authorize(c, { requireHandoff: requireHandoff === 'true', config: undefined });
  });

  app.post(`${PATH}/:slug/authorize`, async (c) => authorize(c, await readPipesBody(c, authorizeBody)));

  app.get(`${PATH}/:id/authorization-status/:state`, (c) => {
    const { id, state } = c.req.param();
    const user = callerUser(c);
    orNotFound(findDataIntegrationById(db, id), 'Data integration', id);
    const authorization = findDataAuthorization(db, state);
    const isOwn =
      authorization?.user_id === user.id && authorization.organization_id === ownerOf(c).organizationId;
    if (!authorization || !isOwn) throw notFound('Authorization', state);
    if (authorization.data_integration_id !== id) {
      throw badRequest('invalid_state', 'The state belongs to another data integration.');
    }
    return c.json<GetAuthorizationStatusResponse>({ isConnecting: isUnderWay(db, authorization) });
  });

  app.put(`${PATH}/:slug/api-key`, async (c) => {
    const owner = ownerOf(c);
    const effective = integrationInPath(local, c, 'userland_user', owner.organizationId);
    const { secret } = await readPipesBody(c, apiKeyBody);
    const installation = await connectWithApiKey(local, effective, owner, secret);
    return c.json<DataInstallation>(serializeInstallation(effective.integration, installation));
  });

  app.put(`${PATH}/:slug/client-credentials`, async (c) => {
    const owner = ownerOf(c);
    const effective = integrationInPath(local, c, 'userland_user', owner.organizationId);
    const { client_id: id, client_secret: secret, config } = await readPipesBody(c, clientCredentialsBody);
    const installation = await connectWithClientCredentials(local, effective, owner, { id, secret }, config);
    return c.json<DataInstallation>(serializeInstallation(effective.integration, installation));
  });

  app.delete(`${PATH}/installations/:id`, (c) => {
    const id = c.req.param('id');
    const owner = ownerOf(c);
    const installation = findInstallation(db, id);
    const isOwn =
      installation?.userId === owner.userId && installation.organizationId === owner.organizationId;
    if (!isOwn) throw notFound('Data installation', id);
    deleteInstallation(db, id);
    return c.json<DeleteDataInstallation200>({ success: true });
  });

  function authorize(
    c: Context,
    body: { requireHandoff?: boolean | undefined; config?: Record<string, unknown> | undefined },
  ) {
    const { id: userId } = callerUser(c);
    const effective = integrationInPath(local, c, 'userland_user', ownerOf(c).organizationId);
    const { url, redirectToken, handoffToken } = createAuthorizeLink(local, effective, {
      userId,
      config: body.config,
      requireHandoff: body.requireHandoff ?? false,
    });
    return c.json<GetDataIntegrationAuthorizeUrlResponse>({
      url,
      redirectToken,
      ...(handoffToken ? { handoffToken } : {}),
    });
  }

  return app;
}

/** A person has separate accounts in each organization. */
function ownerOf(c: Context): InstallationOwner {
  return { userId: callerUser(c).id, organizationId: c.get('caller').organization?.id ?? null };
}
