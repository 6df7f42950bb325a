import type { Hono } from 'hono';
import { portalRoutes } from './admin-portal/api.ts';
import { adminPortalLinkRoutes } from './admin-portal/widget.ts';
import { apiKeyRoutes } from './api-keys/api.ts';
import { organizationApiKeyRoutes } from './api-keys/organization-widget.ts';
import { userApiKeyRoutes } from './api-keys/user-widget.ts';
import { auditLogConfigurationRoutes } from './audit-logs/api.ts';
import { auditLogStreamRoutes } from './audit-logs/widget.ts';
import { directoryRoutes } from './directory-sync/api.ts';
import { directoryUserRoutes } from './directory-sync/users-api.ts';
import { directorySyncRoutes } from './directory-sync/widget.ts';
import { organizationDomainApiRoutes } from './domains/api.ts';
import { organizationDomainRoutes } from './domains/widget.ts';
import { environmentRoutes } from './environment/api.ts';
import { settingsRoutes } from './environment/widget.ts';
import type { LocalWorkOS } from './http/context.ts';
import { invitationRoutes } from './invitations/api.ts';
import { organizationMembershipRoutes } from './memberships/api.ts';
import { userManagementRoutes } from './memberships/widget.ts';
import { authenticationFactorRoutes } from './mfa/api.ts';
import { authenticatorRoutes } from './mfa/widget.ts';
import { organizationRoutes } from './organizations/api.ts';
import { passkeyWidgetRoutes } from './passkeys/widget.ts';
import { passwordRoutes } from './passwords/widget.ts';
import { pipesRoutes } from './pipes/api.ts';
import { organizationDataIntegrationRoutes } from './pipes/organization-widget.ts';
import { dataIntegrationRoutes } from './pipes/widget.ts';
import { authorizationRoutes } from './roles/api.ts';
import { userSessionApiRoutes } from './sessions/api.ts';
import { userSessionRoutes } from './sessions/widget.ts';
import { connectionRoutes } from './sso/api.ts';
import { ssoConnectionRoutes } from './sso/widget.ts';
import { userRoutes } from './users/api.ts';
import { identityCheckRoutes } from './users/identity-check-widget.ts';
import { userSecurityRoutes } from './users/security-widget.ts';
import { userProfileRoutes } from './users/widget.ts';
import { widgetTokenRoutes } from './widget-tokens/api.ts';
import { clientRoutes } from './widget-tokens/client-api.ts';
import { clientGraphqlRoutes } from './widget-tokens/client-graphql.ts';

/**
 * The routes of the APIs, grouped by caller; those of pages are in page-routes.ts. Add one line for a new route of a
 * product.
 */
export type Routes = readonly ((local: LocalWorkOS) => Hono)[];

/** The API that the widgets call with a token. */
export const widgetRoutes: Routes = [
  userManagementRoutes,
  settingsRoutes,
  userProfileRoutes,
  userSessionRoutes,
  userSecurityRoutes,
  identityCheckRoutes,
  passwordRoutes,
  authenticatorRoutes,
  passkeyWidgetRoutes,
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
];

/** The public API, called with an API key. */
export const apiRoutes: Routes = [
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
];
