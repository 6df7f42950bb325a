/// <reference lib="esnext.disposable" preserve="true" />
import type { SeedInput } from './seed/schema.ts';

export type { SeedInput };

/**
 * Starts Local WorkOS in this process, for tests. Several can run at once.
 * @throws Error when the port is in use, the data file or the seed cannot be used, or the environment is one of production.
 */
export async function startLocalWorkOS(options: LocalWorkOSOptions = {}): Promise<LocalWorkOSServer> {
  if (!process.getBuiltinModule?.('node:sqlite')) {
    throw new Error(`Local WorkOS needs Node 22.18 or newer. This is Node ${process.versions.node}.`);
  }
  // Imported only now, so that an old Node gets that far.
  const { start } = await import('./start.ts');
  return start(options);
}

/** What `startLocalWorkOS` takes. */
export interface LocalWorkOSOptions {
  /** Port to listen on; 0, the default, takes a free one. */
  port?: number;
  /** Folder of the data file. The default, `:memory:`, keeps nothing. */
  data?: string;
  /** The path of a seed file, or what one would say. Left out, the example data. */
  seed?: string | SeedInput;
  /**
   * Origins of the apps that may call from a browser; `/callback` of each is allowed as redirect URI.
   * The default is `http://localhost:3000`.
   */
  origins?: readonly string[];
  /** Where else a sign-in may lead. `*` stands for a port or part of a host, as on WorkOS. */
  redirectUris?: readonly string[];
  /** Further origins whose pages may call from the browser. */
  corsOrigins?: readonly string[];
  /** Where your app starts a sign-in. The default is `/sign-in` of the first of `origins`. */
  signInEndpoint?: string;
  /** Milliseconds added to each answer (default 0). */
  latency?: number;
  /** Lifetime of widget tokens in seconds (default 3600). */
  widgetTokenTtl?: number;
  /** Lifetime of access tokens in seconds (default 300). */
  accessTokenTtl?: number;
}

/** A running Local WorkOS. */
export interface LocalWorkOSServer extends AsyncDisposable {
  /** Base URL, such as `http://localhost:49152`. */
  readonly url: string;
  readonly port: number;
  readonly apiKey: string;
  readonly clientId: string;
  /** The variables that WorkOS's SDKs for AuthKit read, for the process of an app under test. */
  readonly env: Readonly<Record<string, string>>;

  /** Goes back to the seed: data, clock, faults and request log. Port, keys and options stay. */
  reset(): Promise<void>;

  /** What time it is in Local WorkOS. */
  now(): Date;
  /**
   * Turns the clock forward: what expires by then has expired. Tokens are dated by this clock too.
   * @throws RangeError when `seconds` is negative.
   */
  advance(seconds: number): void;

  /**
   * Makes the requests that match fail, or only wait. The first fault that matches is played.
   * @throws Error that names the field that is wrong.
   */
  addFault(fault: Fault): ActiveFault;
  /** The faults that are still played. */
  faults(): ActiveFault[];
  /** Removes one. Returns whether it was still there. */
  removeFault(id: string): boolean;
  clearFaults(): void;

  /** The mails that WorkOS would have sent, newest first; to one address if you name one. */
  mails(recipient?: string): Mail[];
  /** The last 200 requests, newest first. */
  requests(): ReceivedRequest[];

  /** Stops it. With `await using`, leaving the block does so. */
  close(): Promise<void>;
}

/** A fault to play, in the format of `/_emulate/hooks`. Give a status, a delay, or both. */
export interface Fault {
  /** `GET`, `POST`, …; `*`, the default, is for all. */
  method?: string;
  /** A path, in which `*` stands for any part. */
  path: string;
  /** HTTP status of the answer. Without one, the request is only delayed. */
  status?: number;
  /** JSON body of the answer, or the text of a page as a broken proxy sends it; each common status has a default. */
  body?: Record<string, unknown> | string;
  headers?: Record<string, string>;
  /** How many requests; left out, it stays until you remove it. */
  count?: number;
  /** Milliseconds to wait before the answer. */
  delay?: number;
}

export interface ActiveFault extends Fault {
  id: string;
  method: string;
}

/** A mail that WorkOS would have sent. */
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
  /** Its `X-Request-ID`. */
  id: string;
  at: Date;
  method: string;
  /** Without the query string, which can hold codes and tokens. */
  path: string;
  status: number;
  milliseconds: number;
  /** Id of the fault that was played, if one was. */
  fault: string | undefined;
}
