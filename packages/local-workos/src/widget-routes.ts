import { adminPortalLinkRoutes } from './admin-portal/widget.ts';
import { organizationApiKeyRoutes } from './api-keys/organization-widget.ts';
import { userApiKeyRoutes } from './api-keys/user-widget.ts';
import { auditLogStreamRoutes } from './audit-logs/widget.ts';
import { directorySyncRoutes } from './directory-sync/widget.ts';
import { organizationDomainRoutes } from './domains/widget.ts';
import { settingsRoutes } from './environment/widget.ts';
import { userManagementRoutes } from './memberships/widget.ts';
import { authenticatorRoutes } from './mfa/widget.ts';
import { passkeyWidgetRoutes } from './passkeys/widget.ts';
import { passwordRoutes } from './passwords/widget.ts';
import { organizationDataIntegrationRoutes } from './pipes/organization-widget.ts';
import { dataIntegrationRoutes } from './pipes/widget.ts';
import type { Routes } from './routes.ts';
import { userSessionRoutes } from './sessions/widget.ts';
import { ssoConnectionRoutes } from './sso/widget.ts';
import { identityCheckRoutes } from './users/identity-check-widget.ts';
import { userSecurityRoutes } from './users/security-widget.ts';
import { userProfileRoutes } from './users/widget.ts';
import { clientGraphqlRoutes } from './widget-tokens/client-graphql.ts';

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
