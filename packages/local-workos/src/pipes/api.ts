import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { ApiError, badRequest, orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { deleteInstallation, findInstallationOf } from '../store/data-installations.ts';
import { findDataIntegration, listDataIntegrations } from '../store/data-integrations.ts';
import { findActiveMembership } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { findUser } from '../store/users.ts';
import { usableCredential } from './access-token.ts';
import { createAuthorizeLink, ownerOf } from './authorize.ts';
import { connectWithApiKey, requireSameMethod } from './connect.ts';
import { type EffectiveIntegration, effectiveIntegration } from './effective-integration.ts';
import { readPipesBody } from './read-body.ts';
import { serializeConnectedAccount, serializeDataProvider } from './serialize.ts';

/**
 * The owner of a request's connection. `connection_owner` is in the reference, but not yet in the published
 * OpenAPI: https://workos.com/docs/pipes/connection-sharing
 */
const ownerFields = z.object({
  user_id: z.string('user_id must be a string'),
  organization_id: z.string('organization_id must be a string').nullish(),
  connection_owner: z
    .enum(['user', 'organization'], 'connection_owner must be user or organization')
    .default('user'),
});

type OwnerFields = z.infer<typeof ownerFields>;

/** `/data-integrations` and a person's connected accounts: https://workos.com/docs/reference/pipes */
export function pipesRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/data-integrations/:slug/authorize', async (c) => {
    const body = await readPipesBody(
      c,
      ownerFields.extend({
        return_to: z.url({ protocol: /^https?$/, error: 'return_to must be a URL' }).nullish(),
        config: z.record(z.string(), z.string(), 'config must be an object of strings').optional(),
      }),
    );
    const { url } = createAuthorizeLink(local, integrationFor(c, body), {
      userId: body.user_id,
      config: body.config,
      returnTo: body.return_to ?? undefined,
    });
    return c.json({ url });
  });

  app.post('/data-integrations/:slug/token', async (c) => {
    const vended = await vend(c, await readPipesBody(c, ownerFields));
    if ('error' in vended) return c.json({ active: false, error: vended.error });
    if (vended.method === 'api_key') {
      throw new ApiError(422, {
        code: 'auth_method_mismatch',
        message: 'The account is connected with an API key. Request its credentials instead.',
      });
    }
    return c.json({
      active: true,
      access_token: {
        object: 'access_token',
        access_token: vended.value,
        expires_at: vended.expiresAt,
        scopes: vended.scopes,
        missing_scopes: vended.missingScopes,
      },
    });
  });

  app.post('/data-integrations/:slug/credentials', async (c) => {
    const vended = await vend(c, await readPipesBody(c, ownerFields));
    if ('error' in vended) return c.json({ active: false, error: vended.error });
    return c.json({
      active: true,
      credential: {
        object: 'credential',
        auth_method: vended.method,
        value: vended.value,
        expires_at: vended.expiresAt,
        scopes: vended.scopes,
        missing_scopes: vended.missingScopes,
      },
    });
  });

  app.put('/data-integrations/:slug/api-key', async (c) => {
    const body = await readPipesBody(
      c,
      ownerFields.extend({
        secret: z.string('secret must be a string').trim().min(1, 'secret must not be empty'),
      }),
    );
    const effective = integrationFor(c, body);
    const owner = ownerOf(effective, body.user_id);
    requireSameMethod(local, effective, owner, 'api_key', 422);
    return c.json(serializeConnectedAccount(await connectWithApiKey(local, effective, owner, body.secret)));
  });

  const accountPath = '/user_management/users/:userId/connected_accounts/:slug';

  app.get(accountPath, (c) => c.json(serializeConnectedAccount(accountInPath(c))));

  app.delete(accountPath, (c) => {
    deleteInstallation(db, accountInPath(c).id);
    return c.body(null, 204);
  });

  app.get('/user_management/users/:userId/data_providers', (c) => {
    const { userId, organizationId } = personInPath(c);
    const data = listDataIntegrations(db).flatMap((integration) => {
      if (integration.ownership === 'organization' && !organizationId) return [];
      const effective = effectiveIntegration(db, integration, organizationId);
      const account = findInstallationOf(db, integration.id, ownerOf(effective, userId));
      return effective.enabled || account ? [serializeDataProvider(effective, account)] : [];
    });
    return c.json({ object: 'list', data });
  });

  /**
   * Returns the integration for the owner in a request.
   * @throws ApiError 404, or 400 for a user who is not a member.
   */
  function integrationFor(c: Context, fields: OwnerFields): EffectiveIntegration {
    const slug = c.req.param('slug') ?? '';
    const { user_id: userId, organization_id: organizationId, connection_owner: owner } = fields;
    orNotFound(findUser(db, userId), 'User', userId);
    if (organizationId) {
      orNotFound(findOrganization(db, organizationId), 'Organization', organizationId);
      if (!findActiveMembership(db, userId, organizationId)) {
        throw badRequest('not_a_member', `User '${userId}' is not an active member of '${organizationId}'.`);
      }
    } else if (owner === 'organization') {
      throw badRequest('invalid_request_parameters', 'organization_id is required for a shared connection.');
    }
    const ownership = owner === 'organization' ? 'organization' : 'userland_user';
    const integration = orNotFound(findDataIntegration(db, slug, ownership), 'Data integration', slug);
    return effectiveIntegration(db, integration, organizationId ?? null);
  }

  /** Returns the credential for the provider, or the reason why there is none. */
  async function vend(c: Context, fields: OwnerFields) {
    const effective = integrationFor(c, fields);
    const { integration } = effective;
    if (!effective.enabled) {
      throw badRequest('data_integration_disabled', `${integration.name} is turned off.`);
    }
    const installation = findInstallationOf(db, integration.id, ownerOf(effective, fields.user_id));
    if (!installation) return { error: 'not_installed' as const };
    const credential = await usableCredential(local, effective, installation);
    if (!credential) return { error: 'needs_reauthorization' as const };
    return { ...credential, method: installation.authMethod };
  }

  function personInPath(c: Context): { userId: string; organizationId: string | null } {
    const userId = c.req.param('userId') ?? '';
    const organizationId = c.req.query('organization_id') || null;
    orNotFound(findUser(db, userId), 'User', userId);
    if (organizationId) orNotFound(findOrganization(db, organizationId), 'Organization', organizationId);
    return { userId, organizationId };
  }

  function accountInPath(c: Context) {
    const slug = c.req.param('slug') ?? '';
    const owner = personInPath(c);
    const integration = orNotFound(findDataIntegration(db, slug, 'userland_user'), 'Data integration', slug);
    return orNotFound(findInstallationOf(db, integration.id, owner), 'Connected account', slug);
  }

  return app;
}
