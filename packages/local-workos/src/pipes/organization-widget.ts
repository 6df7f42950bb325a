import type {
  DataInstallation,
  DataIntegrationConfiguration,
  DataIntegrationConfigurationResponse,
  DeleteOrganizationDataInstallation200,
  GetDataIntegrationAuthorizeUrlResponse,
  OrganizationDataIntegration,
  OrganizationDataIntegrationsResponse,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { notFound } from '../http/api-error.ts';
import { callerOrganization, callerUser, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  deleteInstallation,
  findInstallation,
  findInstallationOf,
  type InstallationOwner,
} from '../store/data-installations.ts';
import { listDataIntegrations } from '../store/data-integrations.ts';
import { createAuthorizeLink } from './authorize.ts';
import { configure } from './configure.ts';
import { connectWithApiKey, connectWithClientCredentials } from './connect.ts';
import { type EffectiveIntegration, effectiveIntegration } from './effective-integration.ts';
import { readPipesBody } from './read-body.ts';
import {
  serializeConfiguration,
  serializeInstallation,
  serializeOrganizationIntegration,
} from './serialize-for-widget.ts';
import {
  apiKeyBody,
  authorizeBody,
  clientCredentialsBody,
  configurationBody,
  integrationInPath,
  DATA_INTEGRATIONS_PATH as PATH,
} from './widget-requests.ts';

/**
 * The API of <PipesAdmin>: the integrations that members can connect, and the connections that the organization
 * shares.
 */
export function organizationDataIntegrationRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const manage = requirePermission('widgets:pipes:manage');

  app.get(`${PATH}/configurations`, manage, (c) => {
    const { id } = callerOrganization(c);
    const data = listDataIntegrations(db, 'userland_user')
      // Admins cannot configure what the developer has turned off.
      .filter((integration) => integration.enabled)
      .map((integration) => serializeConfiguration(local.origin, effectiveIntegration(db, integration, id)));
    return c.json<DataIntegrationConfigurationResponse>({ data });
  });

  app.put(`${PATH}/:slug/configuration`, manage, async (c) => {
    const effective = integrationInPath(local, c, 'userland_user', callerOrganization(c).id);
    const body = await readPipesBody(c, configurationBody, 422);
    return c.json<DataIntegrationConfiguration>(
      serializeConfiguration(local.origin, configure(db, effective, body)),
    );
  });

  app.get(`${PATH}/organization`, manage, (c) => {
    const { id } = callerOrganization(c);
    const data = listDataIntegrations(db, 'organization').map((integration) =>
      serialize(effectiveIntegration(db, integration, id)),
    );
    return c.json<OrganizationDataIntegrationsResponse>({ data });
  });

  app.put(`${PATH}/:slug/organization/configuration`, manage, async (c) => {
    const effective = sharedIntegration(c);
    const body = await readPipesBody(c, configurationBody, 422);
    return c.json<OrganizationDataIntegration>(serialize(configure(db, effective, body)));
  });

  app.post(`${PATH}/:slug/organization/authorize`, manage, async (c) => {
    const effective = sharedIntegration(c);
    const { config } = await readPipesBody(c, authorizeBody.omit({ requireHandoff: true }));
    const { url, redirectToken } = createAuthorizeLink(local, effective, {
      userId: callerUser(c).id,
      config,
    });
    return c.json<GetDataIntegrationAuthorizeUrlResponse>({ url, redirectToken });
  });

  app.put(`${PATH}/:slug/organization/api-key`, manage, async (c) => {
    const effective = sharedIntegration(c);
    const { secret } = await readPipesBody(c, apiKeyBody);
    const installation = await connectWithApiKey(local, effective, ownerOf(effective), secret);
    return c.json<DataInstallation>(serializeInstallation(effective.integration, installation));
  });

  app.put(`${PATH}/:slug/organization/client-credentials`, manage, async (c) => {
    const effective = sharedIntegration(c);
    const { client_id: id, client_secret: secret, config } = await readPipesBody(c, clientCredentialsBody);
    const installation = await connectWithClientCredentials(
      local,
      effective,
      ownerOf(effective),
      { id, secret },
      config,
    );
    return c.json<DataInstallation>(serializeInstallation(effective.integration, installation));
  });

  app.delete(`${PATH}/organization/installations/:id`, manage, (c) => {
    const id = c.req.param('id');
    const organization = callerOrganization(c);
    const installation = findInstallation(db, id);
    const isShared = installation?.userId === null && installation.organizationId === organization.id;
    if (!isShared) throw notFound('Data installation', id);
    deleteInstallation(db, id);
    return c.json<DeleteOrganizationDataInstallation200>({ success: true });
  });

  function sharedIntegration(c: Context): EffectiveIntegration {
    return integrationInPath(local, c, 'organization', callerOrganization(c).id);
  }

  function serialize(effective: EffectiveIntegration): OrganizationDataIntegration {
    const installation = findInstallationOf(db, effective.integration.id, ownerOf(effective));
    return serializeOrganizationIntegration(local.origin, effective, installation);
  }

  return app;
}

function ownerOf({ organizationId }: EffectiveIntegration): InstallationOwner {
  return { userId: null, organizationId };
}
