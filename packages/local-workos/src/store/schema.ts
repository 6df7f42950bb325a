import { accounts } from './schema/accounts.ts';
import { apiKeys } from './schema/api-keys.ts';
import { auditLogStreams } from './schema/audit-log-streams.ts';
import { auditLogs } from './schema/audit-logs.ts';
import { browsers } from './schema/browsers.ts';
import { core } from './schema/core.ts';
import { coreAdditions } from './schema/core-additions.ts';
import { deliveriesByEndpoint } from './schema/deliveries-by-endpoint.ts';
import { deviceAuthorizations } from './schema/device-authorizations.ts';
import { directorySync } from './schema/directory-sync.ts';
import { entitlements } from './schema/entitlements.ts';
import { environment } from './schema/environment.ts';
import { events } from './schema/events.ts';
import { featureFlags } from './schema/feature-flags.ts';
import { groups } from './schema/groups.ts';
import { idempotency } from './schema/idempotency.ts';
import { impersonation } from './schema/impersonation.ts';
import { listedUrls } from './schema/listed-urls.ts';
import { longLists } from './schema/long-lists.ts';
import { organizationRoles } from './schema/organization-roles.ts';
import { passwordlessSessions } from './schema/passwordless-sessions.ts';
import { pendingVerifications } from './schema/pending-verifications.ts';
import { pipes } from './schema/pipes.ts';
import { portal } from './schema/portal.ts';
import { readableSecrets } from './schema/readable-secrets.ts';
import { security } from './schema/security.ts';
import { singleSignOn } from './schema/single-sign-on.ts';
import { socialSignIn } from './schema/social-sign-in.ts';
import { ssoProfiles } from './schema/sso-profiles.ts';
import { userNames } from './schema/user-names.ts';

/**
 * The schema, one migration an entry, applied in order; `PRAGMA user_version` counts how many a file
 * has seen. An entry that has been released is never edited: add a new one.
 *
 * Ids are ULIDs with WorkOS's prefixes, so ordering by id is ordering by creation. Times are ISO 8601 text.
 */
export const migrations: readonly string[] = [
  core,
  portal,
  accounts,
  security,
  apiKeys,
  singleSignOn,
  directorySync,
  auditLogStreams,
  pipes,
  impersonation,
  coreAdditions,
  environment,
  idempotency,
  browsers,
  ssoProfiles,
  readableSecrets,
  deviceAuthorizations,
  groups,
  passwordlessSessions,
  longLists,
  events,
  pendingVerifications,
  featureFlags,
  listedUrls,
  entitlements,
  organizationRoles,
  socialSignIn,
  userNames,
  auditLogs,
  deliveriesByEndpoint,
];
