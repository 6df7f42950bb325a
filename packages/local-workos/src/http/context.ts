import type { Database } from '../store/database.ts';
import type { FaultHooks } from './fault-hooks.ts';
import type { Options } from './options.ts';
import type { RequestLog } from './request-log.ts';
import type { SigningKey } from './signing-key.ts';

/** What every router is made with. */
export interface LocalWorkOS {
  db: Database;
  options: Options;
  /** A promise, so that the first start does not wait while the key is made. */
  signingKey: Promise<SigningKey>;
  requestLog: RequestLog;
  faultHooks: FaultHooks;
  /** Where this server is reached, e.g. `http://localhost:4100`. */
  origin: string;
}
