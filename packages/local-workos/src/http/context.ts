import type { Database } from '../store/database.ts';
import type { FaultHooks } from './fault-hooks.ts';
import type { Options } from './options.ts';
import type { RateLimits } from './rate-limits.ts';
import type { RequestLog } from './request-log.ts';
import type { SigningKey } from './signing-key.ts';

/** The context that every router gets. */
export interface LocalWorkOS {
  db: Database;
  options: Options;
  /** A promise, so that the first start does not wait for the key to be generated. */
  signingKey: Promise<SigningKey>;
  requestLog: RequestLog;
  faultHooks: FaultHooks;
  rateLimits: RateLimits;
  /** URL of this server, e.g. `http://localhost:4100`. */
  origin: string;
}
