import type { Hono } from 'hono';
import { portalRoutes } from './admin-portal/api.ts';
import { portalLaunchRoutes } from './admin-portal/launch.ts';
import { adminPortalLinkRoutes } from './admin-portal/widget.ts';
import { apiKeyRoutes } from './api-keys/api.ts';
import { organizationApiKeyRoutes } from './api-keys/organization-widget.ts';
import { userApiKeyRoutes } from './api-keys/user-widget.ts';
import { auditLogConfigurationRoutes } from './audit-logs/api.ts';
import { portalAuditLogStreamRoutes } from './audit-logs/portal.ts';
import { auditLogStreamRoutes } from './audit-logs/widget.ts';
import { authenticateRoutes } from './authkit/authenticate.ts';
import { authorizeRoutes } from './authkit/authorize.ts';
import { deviceRoutes } from './authkit/device.ts';
import { inviteRoutes } from './authkit/invite.ts';
import { mfaRoutes } from './authkit/mfa.ts';
import { passkeyRoutes } from './authkit/passkeys.ts';
import { passwordResetRoutes } from './authkit/password-reset.ts';
import { profileSignInRoutes } from './authkit/profile-sign-in.ts';
import { selectOrganizationRoutes } from './authkit/select-organization.ts';
import { sessionRoutes } from './authkit/sessions.ts';
import { signInRoutes } from './authkit/sign-in.ts';
import { signUpRoutes } from './authkit/sign-up.ts';
import { singleSignOnRoutes } from './authkit/single-sign-on.ts';
import { faultPages } from './dashboard/faults.ts';
import { impersonationPages } from './dashboard/impersonation.ts';
import { inboxRoutes } from './dashboard/inbox.ts';
import { organizationPages } from './dashboard/organizations.ts';
import { peopleRoutes } from './dashboard/people.ts';
import { personPages } from './dashboard/person.ts';
import { pipesPages } from './dashboard/pipes.ts';
import { requestPages } from './dashboard/requests.ts';
import { settingsPages } from './dashboard/settings.ts';
import { directoryRoutes } from './directory-sync/api.ts';
import { portalDirectorySyncRoutes } from './directory-sync/portal.ts';
import { directoryUserRoutes } from './directory-sync/users-api.ts';
import { directorySyncRoutes } from './directory-sync/widget.ts';
import { organizationDomainApiRoutes } from './domains/api.ts';
import { portalDomainRoutes } from './domains/portal.ts';
import { organizationDomainRoutes } from './domains/widget.ts';
import { environmentRoutes } from './environment/api.ts';
import { settingsRoutes } from './environment/widget.ts';
import { groupRoutes } from './groups/api.ts';
import type { LocalWorkOS } from './http/context.ts';
import { identityProviderRoutes } from './identity-providers/pages.ts';
import { invitationRoutes } from './invitations/api.ts';
import { magicAuthRoutes } from './magic-auth/api.ts';
import { organizationMembershipRoutes } from './memberships/api.ts';
import { userManagementRoutes } from './memberships/widget.ts';
import { authenticationFactorRoutes } from './mfa/api.ts';
import { authenticatorRoutes } from './mfa/widget.ts';
import { organizationRoutes } from './organizations/api.ts';
import { passkeyWidgetRoutes } from './passkeys/widget.ts';
import { passwordlessPages, passwordlessRoutes } from './passwordless/api.ts';
import { passwordRoutes } from './passwords/widget.ts';
import { pipesRoutes } from './pipes/api.ts';
import { pipesHostedPages } from './pipes/hosted-pages.ts';
import { organizationDataIntegrationRoutes } from './pipes/organization-widget.ts';
import { providerApiRoutes } from './pipes/provider-api.ts';
import { consentRoutes } from './pipes/provider-consent.ts';
import { dataIntegrationRoutes } from './pipes/widget.ts';
import { authorizationRoutes } from './roles/api.ts';
import { userSessionApiRoutes } from './sessions/api.ts';
import { userSessionRoutes } from './sessions/widget.ts';
import { connectionRoutes } from './sso/api.ts';
import { portalSingleSignOnRoutes } from './sso/portal.ts';
import { ssoLogoutRoutes, ssoProfileRoutes } from './sso/profile-api.ts';
import { ssoConnectionRoutes } from './sso/widget.ts';
import { userRoutes } from './users/api.ts';
import { userEmailRoutes } from './users/email-api.ts';
import { identityCheckRoutes } from './users/identity-check-widget.ts';
import { pictureRoutes } from './users/pages.ts';
import { passwordResetApiRoutes } from './users/password-reset-api.ts';
import { userSecurityRoutes } from './users/security-widget.ts';
import { userProfileRoutes } from './users/widget.ts';
import { widgetTokenRoutes } from './widget-tokens/api.ts';
import { clientRoutes } from './widget-tokens/client-api.ts';
import { clientGraphqlRoutes } from './widget-tokens/client-graphql.ts';

/** All routes, grouped by caller. Add one line for a new route of a product. */
type Routes = readonly ((local: LocalWorkOS) => Hono)[];

/** Pages that developers open in the browser. */
export const dashboardRoutes: Routes = [
  inboxRoutes,
  peopleRoutes,
  personPages,
  impersonationPages,
  organizationPages,
  pipesPages,
  requestPages,
  settingsPages,
  faultPages,
];

/** Pages that users are sent to: sign-in, the Admin Portal, and the local providers. */
export const hostedRoutes: Routes = [
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
  profileSignInRoutes,
  deviceRoutes,
  passwordlessPages,
  ssoProfileRoutes,
  pictureRoutes,
  identityProviderRoutes,
  consentRoutes,
  providerApiRoutes,
  pipesHostedPages,
  portalLaunchRoutes,
  portalDomainRoutes,
  portalSingleSignOnRoutes,
  portalDirectorySyncRoutes,
  portalAuditLogStreamRoutes,
];

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
  userEmailRoutes,
  magicAuthRoutes,
  passwordResetApiRoutes,
  userSessionApiRoutes,
  authenticationFactorRoutes,
  organizationMembershipRoutes,
  groupRoutes,
  invitationRoutes,
  authorizationRoutes,
  apiKeyRoutes,
  connectionRoutes,
  ssoLogoutRoutes,
  passwordlessRoutes,
  directoryRoutes,
  directoryUserRoutes,
  auditLogConfigurationRoutes,
  portalRoutes,
  environmentRoutes,
  widgetTokenRoutes,
  clientRoutes,
  pipesRoutes,
];
