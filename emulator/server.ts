import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { apiKeyRoutes } from './api/api-keys.ts';
import { auditLogConfigurationRoutes } from './api/audit-log-configuration.ts';
import { authenticationFactorRoutes } from './api/authentication-factors.ts';
import { authorizationRoutes } from './api/authorization.ts';
import { clientRoutes } from './api/client.ts';
import { connectionRoutes } from './api/connections.ts';
import { directoryRoutes } from './api/directories.ts';
import { directoryUserRoutes } from './api/directory-users.ts';
import { environmentRoutes } from './api/environment.ts';
import { invitationRoutes } from './api/invitations.ts';
import { organizationDomainApiRoutes } from './api/organization-domains.ts';
import { organizationMembershipRoutes } from './api/organization-memberships.ts';
import { organizationRoutes } from './api/organizations.ts';
import { pipesRoutes } from './api/pipes.ts';
import { portalRoutes } from './api/portal.ts';
import { userSessionApiRoutes } from './api/sessions.ts';
import { userRoutes } from './api/users.ts';
import { widgetTokenRoutes } from './api/widget-token.ts';
import { authenticateRoutes } from './authkit/authenticate.ts';
import { authorizeRoutes } from './authkit/authorize.ts';
import { inviteRoutes } from './authkit/invite.ts';
import { mfaRoutes } from './authkit/mfa.ts';
import { passkeyRoutes } from './authkit/passkeys.ts';
import { passwordResetRoutes } from './authkit/password-reset.ts';
import { selectOrganizationRoutes } from './authkit/select-organization.ts';
import { sessionRoutes } from './authkit/sessions.ts';
import { signInRoutes } from './authkit/sign-in.ts';
import { signUpRoutes } from './authkit/sign-up.ts';
import { singleSignOnRoutes } from './authkit/single-sign-on.ts';
import { DEFAULT_OPTIONS, type Options, originOf } from './config.ts';
import type { LocalWorkOS } from './context.ts';
import { faultPages } from './dashboard/faults.ts';
import { impersonationPages } from './dashboard/impersonation.ts';
import { inboxRoutes } from './dashboard/inbox.ts';
import { organizationPages } from './dashboard/organizations.ts';
import { peopleRoutes } from './dashboard/people.ts';
import { personPages } from './dashboard/person.ts';
import { pipesPages } from './dashboard/pipes.ts';
import { requestPages } from './dashboard/requests.ts';
import { settingsPages } from './dashboard/settings.ts';
import { handleError } from './http/api-error.ts';
import { requireApiKey } from './http/api-key.ts';
import { allowConfiguredOrigins } from './http/cors.ts';
import { FaultHooks, faultHookRoutes, playFaults } from './http/fault-hooks.ts';
import { replayIdempotentRequests } from './http/idempotency.ts';
import { localOnly } from './http/local-only.ts';
import { logRequests, RequestLog } from './http/request-log.ts';
import { assetRoutes } from './pages/assets.ts';
import { pipesHostedPages } from './pipes/hosted-pages.ts';
import { portalAuditLogStreamRoutes } from './portal/audit-log-stream.ts';
import { portalDirectorySyncRoutes } from './portal/directory-sync.ts';
import { portalDomainRoutes } from './portal/domains.ts';
import { portalLaunchRoutes } from './portal/launch.ts';
import { portalSingleSignOnRoutes } from './portal/single-sign-on.ts';
import { dataProviderRoutes } from './providers/data-providers.ts';
import { identityProviderRoutes } from './providers/identity-provider.ts';
import { loadSigningKey } from './signing-key.ts';
import { Database, deleteDataFile, lockDataFile } from './store/database.ts';
import { deleteExpired } from './store/expired.ts';
import { seed } from './store/seed.ts';
import { adminPortalLinkRoutes } from './widgets/admin-portal-link.ts';
import { auditLogStreamRoutes } from './widgets/audit-log-stream.ts';
import { requireCaller } from './widgets/caller.ts';
import { clientGraphqlRoutes } from './widgets/client-graphql.ts';
import { dataIntegrationRoutes } from './widgets/data-integrations.ts';
import { directorySyncRoutes } from './widgets/directory-sync.ts';
import { organizationApiKeyRoutes } from './widgets/organization-api-keys.ts';
import { organizationDataIntegrationRoutes } from './widgets/organization-data-integrations.ts';
import { organizationDomainRoutes } from './widgets/organization-domains.ts';
import { settingsRoutes } from './widgets/settings.ts';
import { ssoConnectionRoutes } from './widgets/sso-connections.ts';
import { userApiKeyRoutes } from './widgets/user-api-keys.ts';
import { userManagementRoutes } from './widgets/user-management.ts';
import { userProfileRoutes } from './widgets/user-profile.ts';
import { userSecurityRoutes } from './widgets/user-security.ts';
import { userSessionRoutes } from './widgets/user-sessions.ts';

/** A running Local WorkOS. */
export interface RunningServer {
  local: LocalWorkOS;
  origin: string;
  close(): Promise<void>;
}

/**
 * Starts Local WorkOS on loopback.
 * @param overrides Options other than the defaults; port 0 takes a free one. With `reset` the data is deleted first.
 * @param clock What time it is; tests turn it forward.
 * @throws DataFileError, or the system's error when the port is in use.
 */
export async function startServer(
  { reset = false, ...overrides }: Partial<Options> & { reset?: boolean } = {},
  clock: () => Date = () => new Date(),
): Promise<RunningServer> {
  const options = { ...DEFAULT_OPTIONS, ...overrides };
  // The port comes first: where another one runs already, its data is not touched.
  const app = new Hono();
  const server = serve({
    fetch: app.fetch,
    hostname: '127.0.0.1',
    port: options.port,
    // Longer than clients keep a connection: one that is closed just when it is used again fails a request.
    serverOptions: { keepAliveTimeout: 65_000 },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', reject);
  });
  const stopListening = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  let unlock = () => {};
  try {
    const file = dataFile(options.data);
    unlock = lockDataFile(file);
    if (reset) deleteDataFile(file);
    const db = new Database(file, clock);
    deleteExpired(db);
    seed(db);
    const local: LocalWorkOS = {
      db,
      options,
      signingKey: loadSigningKey(db),
      requestLog: new RequestLog(),
      faultHooks: new FaultHooks(),
      origin: originOf(server.address() as AddressInfo),
    };
    compose(app, local);
    return {
      local,
      origin: local.origin,
      close: async () => {
        // The key may still be in the making, and is then written.
        await local.signingKey;
        await stopListening();
        db.close();
        unlock();
      },
    };
  } catch (error) {
    await stopListening();
    unlock();
    throw error;
  }
}

/** The data file in the folder that `--data` names. */
function dataFile(data: string): string {
  return data === ':memory:' ? data : join(data, 'workos.db');
}

function compose(app: Hono, local: LocalWorkOS): void {
  app.onError(handleError);
  app.notFound((c) =>
    c.json({ code: 'not_found', message: `Local WorkOS has no ${c.req.method} ${c.req.path}.` }, 404),
  );

  app.use(localOnly);
  app.use(logRequests(local.requestLog, local.options.latency));
  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, allowConfiguredOrigins(local));
  app.use(playFaults(local.faultHooks));

  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.route('/', assetRoutes());
  app.route('/', faultHookRoutes(local.faultHooks));
  for (const pages of [
    inboxRoutes,
    peopleRoutes,
    personPages,
    impersonationPages,
    organizationPages,
    pipesPages,
    requestPages,
    settingsPages,
    faultPages,
  ]) {
    app.route('/', pages(local));
  }
  for (const hosted of [
    authorizeRoutes,
    authenticateRoutes,
    sessionRoutes,
    signInRoutes,
    signUpRoutes,
    passwordResetRoutes,
    selectOrganizationRoutes,
    inviteRoutes,
    mfaRoutes,
    passkeyRoutes,
    singleSignOnRoutes,
    identityProviderRoutes,
    dataProviderRoutes,
    pipesHostedPages,
    portalLaunchRoutes,
    portalDomainRoutes,
    portalSingleSignOnRoutes,
    portalDirectorySyncRoutes,
    portalAuditLogStreamRoutes,
  ]) {
    app.route('/', hosted(local));
  }

  for (const path of ['/_widgets/*', '/client/graphql']) app.use(path, requireCaller(local));
  for (const widget of [
    userManagementRoutes,
    settingsRoutes,
    userProfileRoutes,
    userSessionRoutes,
    userSecurityRoutes,
    organizationApiKeyRoutes,
    userApiKeyRoutes,
    adminPortalLinkRoutes,
    organizationDomainRoutes,
    ssoConnectionRoutes,
    directorySyncRoutes,
    auditLogStreamRoutes,
    organizationDataIntegrationRoutes,
    dataIntegrationRoutes,
    clientGraphqlRoutes,
  ]) {
    app.route('/', widget(local));
  }

  // What is left of these paths is not there, rather than in need of an API key.
  app.all('/_widgets/*', (c) => c.notFound());

  app.use(requireApiKey);
  app.use(replayIdempotentRequests(local.db));
  for (const api of [
    organizationRoutes,
    organizationDomainApiRoutes,
    userRoutes,
    userSessionApiRoutes,
    authenticationFactorRoutes,
    organizationMembershipRoutes,
    invitationRoutes,
    authorizationRoutes,
    apiKeyRoutes,
    connectionRoutes,
    directoryRoutes,
    directoryUserRoutes,
    auditLogConfigurationRoutes,
    portalRoutes,
    environmentRoutes,
    widgetTokenRoutes,
    clientRoutes,
    pipesRoutes,
  ]) {
    app.route('/', api(local));
  }
}
