import type { Hono } from 'hono';
import { portalRoutes } from './admin-portal/api.ts';
import { apiKeyRoutes } from './api-keys/api.ts';
import { auditLogConfigurationRoutes } from './audit-logs/api.ts';
import { auditLogEventRoutes } from './audit-logs/events-api.ts';
import { auditLogExportRoutes } from './audit-logs/exports-api.ts';
import { auditLogSchemaRoutes } from './audit-logs/schemas-api.ts';
import { directoryRoutes } from './directory-sync/api.ts';
import { directoryUserRoutes } from './directory-sync/users-api.ts';
import { organizationDomainApiRoutes } from './domains/api.ts';
import { environmentRoutes } from './environment/api.ts';
import { eventRoutes } from './events/api.ts';
import { featureFlagRoutes } from './feature-flags/api.ts';
import { groupRoutes } from './groups/api.ts';
import type { LocalWorkOS } from './http/context.ts';
import { invitationRoutes } from './invitations/api.ts';
import { jwtTemplateRoutes } from './jwt-templates/api.ts';
import { magicAuthRoutes } from './magic-auth/api.ts';
import { organizationMembershipRoutes } from './memberships/api.ts';
import { authenticationFactorRoutes } from './mfa/api.ts';
import { organizationRoutes } from './organizations/api.ts';
import { passwordlessRoutes } from './passwordless/api.ts';
import { pipesRoutes } from './pipes/api.ts';
import { authorizationRoutes } from './roles/api.ts';
import { organizationRoleRoutes } from './roles/organization-api.ts';
import { userSessionApiRoutes } from './sessions/api.ts';
import { connectionRoutes } from './sso/api.ts';
import { ssoLogoutRoutes } from './sso/profile-api.ts';
import { userRoutes } from './users/api.ts';
import { userEmailRoutes } from './users/email-api.ts';
import { passwordResetApiRoutes } from './users/password-reset-api.ts';
import { webhookEndpointRoutes } from './webhooks/api.ts';
import { widgetTokenRoutes } from './widget-tokens/api.ts';
import { clientRoutes } from './widget-tokens/client-api.ts';

/**
 * All routes, grouped by caller: those of the public API here, the others in widget-routes.ts and page-routes.ts, because
 * each is loaded when it is first asked for. Add one line for a new route of a product.
 */
export type Routes = readonly ((local: LocalWorkOS) => Hono)[];

/** The public API, called with an API key. */
export const apiRoutes: Routes = [
  organizationRoutes,
  organizationDomainApiRoutes,
  userRoutes,
  userEmailRoutes,
  magicAuthRoutes,
  passwordResetApiRoutes,
  userSessionApiRoutes,
  authenticationFactorRoutes,
  organizationMembershipRoutes,
  groupRoutes,
  featureFlagRoutes,
  invitationRoutes,
  authorizationRoutes,
  organizationRoleRoutes,
  apiKeyRoutes,
  connectionRoutes,
  ssoLogoutRoutes,
  passwordlessRoutes,
  directoryRoutes,
  directoryUserRoutes,
  auditLogConfigurationRoutes,
  auditLogEventRoutes,
  auditLogSchemaRoutes,
  auditLogExportRoutes,
  eventRoutes,
  webhookEndpointRoutes,
  portalRoutes,
  environmentRoutes,
  jwtTemplateRoutes,
  widgetTokenRoutes,
  clientRoutes,
  pipesRoutes,
];
