import { accounts } from './schema/accounts.ts';
import { apiKeys } from './schema/api-keys.ts';
import { auditLogStreams } from './schema/audit-log-streams.ts';
import { browsers } from './schema/browsers.ts';
import { core } from './schema/core.ts';
import { coreAdditions } from './schema/core-additions.ts';
import { directorySync } from './schema/directory-sync.ts';
import { environment } from './schema/environment.ts';
import { idempotency } from './schema/idempotency.ts';
import { impersonation } from './schema/impersonation.ts';
import { longLists } from './schema/long-lists.ts';
import { pipes } from './schema/pipes.ts';
import { portal } from './schema/portal.ts';
import { security } from './schema/security.ts';
import { singleSignOn } from './schema/single-sign-on.ts';

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
  longLists,
];
