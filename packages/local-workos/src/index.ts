/// <reference lib="esnext.disposable" preserve="true" />
import type { SeedInput } from './seed/schema.ts';

export type { SeedInput };

/**
 * Starts Local WorkOS in this process, for tests. Several can run at once.
 * @throws Error when the port is in use, the data file or the seed cannot be used, or the environment is
 * production.
 */
export async function startLocalWorkOS(options: LocalWorkOSOptions = {}): Promise<LocalWorkOSServer> {
  if (!process.getBuiltinModule?.('node:sqlite')) {
    throw new Error(`Local WorkOS needs Node 22.18 or newer. This is Node ${process.versions.node}.`);
  }
  // Imported here, so that an old Node version gets as far as the check above.
  const { start } = await import('./start.ts');
  return start(options);
}

/** The options of `startLocalWorkOS`. */
export interface LocalWorkOSOptions {
  /** Port to listen on. The default, 0, picks a free port. */
  port?: number;
  /** Folder of the data file. The default, `:memory:`, keeps nothing. */
  data?: string;
  /** Path or content of a seed file. Defaults to the example data. */
  seed?: string | SeedInput;
  /**
   * Origins of your apps. Their pages can call from a browser, and `/callback` of each is an allowed redirect
   * URI. The default is `http://localhost:3000`.
   */
  origins?: readonly string[];
  /** Additional allowed redirect URIs. `*` matches a port or part of a host, as on WorkOS. */
  redirectUris?: readonly string[];
  /** Additional origins whose pages can call from a browser. */
  corsOrigins?: readonly string[];
  /** Where your app starts sign-in. The default is `/sign-in` of the first of `origins`. */
  signInEndpoint?: string;
  /** Where your app receives every event. `env` has the secret as `WORKOS_WEBHOOK_SECRET`. */
  webhook?: string;
  /** Milliseconds added to each response (default 0). */
  latency?: number;
  /** Lifetime of widget tokens in seconds (default 3600). */
  widgetTokenTtl?: number;
  /** Lifetime of access tokens in seconds (default 300). */
  accessTokenTtl?: number;
  /** Seconds that a used refresh token still works (default 30). With 0, each works once only. */
  refreshTokenGrace?: number;
}

/** A running Local WorkOS server. */
export interface LocalWorkOSServer extends AsyncDisposable {
  /** Base URL, such as `http://localhost:49152`. */
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly clientId: string;
  /** Environment variables for the app under test, as WorkOS's AuthKit SDKs read them. */
  readonly env: Readonly<Record<string, string>>;

  /** Resets the data, clock, faults, and request log to the seed. Keeps the port, keys, and options. */
  reset(): Promise<void>;

  /** The current time in Local WorkOS. */
  now(): Date;
  /**
   * Advances the clock, so that things expire. Tokens use this clock too.
   * @throws RangeError when `seconds` is negative.
   */
  advance(seconds: number): void;

  /**
   * Makes matching requests fail or wait. If several faults match, the first one applies.
   * @throws Error that names the invalid field.
   */
  addFault(fault: Fault): ActiveFault;
  /** The active faults. */
  faults(): ActiveFault[];
  /** Removes a fault. Returns whether it existed. */
  removeFault(id: string): boolean;
  clearFaults(): void;

  /** The emails that WorkOS would have sent, newest first, optionally to one address. */
  mails(recipient?: string): Mail[];
  /** The last 200 requests, newest first. */
  requests(): ReceivedRequest[];

  /** Stops the server. With `await using`, leaving the block does the same. */
  close(): Promise<void>;
}

/** A fault, in the format of `/_emulate/hooks`. Set a status, a delay, both, or `disconnect`. */
export interface Fault {
  /** `GET`, `POST`, …. The default, `*`, matches all methods. */
  method?: string;
  /** A path. `*` matches any part of it. */
  path: string;
  /** HTTP status of the response. Without one, the request is only delayed. */
  status?: number;
  /**
   * JSON body of the response, or text such as the error page of a broken proxy. Common statuses have a
   * default.
   */
  body?: Record<string, unknown> | string;
  headers?: Record<string, string>;
  /** How many requests fail. By default, all until you remove the fault. */
  count?: number;
  /** Milliseconds to wait before the response. */
  delay?: number;
  /** Closes the connection without a response, like a server or proxy that goes down. */
  disconnect?: true;
}

export interface ActiveFault extends Fault {
  id: string;
  method: string;
}

/** An email that WorkOS would have sent. */
export interface Mail {
  to: string;
  subject: string;
  text: string;
  /** The code to type in, if it has one. */
  code: string | undefined;
  /** The link to follow, if it has one. */
  link: string | undefined;
  sentAt: Date;
}

export interface ReceivedRequest {
  /** The `X-Request-ID`. */
  id: string;
  at: Date;
  method: string;
  /** Without the query string, which can hold codes and tokens. */
  path: string;
  status: number;
  milliseconds: number;
  /** Id of the fault that applied, if any. */
  fault: string | undefined;
}
