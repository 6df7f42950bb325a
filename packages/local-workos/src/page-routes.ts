import { portalBringYourOwnKeyRoutes } from './admin-portal/bring-your-own-key.ts';
import { portalLaunchRoutes } from './admin-portal/launch.ts';
import { portalAuditLogRoutes } from './audit-logs/events-portal.ts';
import { auditLogExportPages } from './audit-logs/pages.ts';
import { portalAuditLogStreamRoutes } from './audit-logs/portal.ts';
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
import { socialSignInRoutes } from './authkit/social-sign-in.ts';
import { eventPages } from './dashboard/events.ts';
import { faultPages } from './dashboard/faults.ts';
import { featureFlagPages } from './dashboard/feature-flags.ts';
import { impersonationPages } from './dashboard/impersonation.ts';
import { inboxRoutes } from './dashboard/inbox.ts';
import { organizationPages } from './dashboard/organizations.ts';
import { peopleRoutes } from './dashboard/people.ts';
import { personPages } from './dashboard/person.ts';
import { pipesPages } from './dashboard/pipes.ts';
import { requestPages } from './dashboard/requests.ts';
import { settingsPages } from './dashboard/settings.ts';
import { webhookDeliveryRoutes } from './dashboard/webhook-deliveries.ts';
import { webhookPages } from './dashboard/webhooks.ts';
import { portalDirectorySyncRoutes } from './directory-sync/portal.ts';
import { portalDomainRoutes } from './domains/portal.ts';
import { identityProviderRoutes } from './identity-providers/pages.ts';
import { passwordlessPages } from './passwordless/api.ts';
import { pipesHostedPages } from './pipes/hosted-pages.ts';
import { providerApiRoutes } from './pipes/provider-api.ts';
import { consentRoutes } from './pipes/provider-consent.ts';
import type { Routes } from './routes.ts';
import { portalSingleSignOnRoutes } from './sso/portal.ts';
import { ssoProfileRoutes } from './sso/profile-api.ts';
import { pictureRoutes } from './users/pages.ts';

/** Pages that developers open in the browser. */
export const dashboardRoutes: Routes = [
  inboxRoutes,
  peopleRoutes,
  personPages,
  impersonationPages,
  organizationPages,
  featureFlagPages,
  pipesPages,
  eventPages,
  webhookPages,
  webhookDeliveryRoutes,
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
  socialSignInRoutes,
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
  portalBringYourOwnKeyRoutes,
  portalDomainRoutes,
  portalSingleSignOnRoutes,
  portalDirectorySyncRoutes,
  portalAuditLogRoutes,
  portalAuditLogStreamRoutes,
  auditLogExportPages,
];
