import type { AddressInfo } from 'node:net';

/** The port, and the first key, are those of the public `workos/emulate`: what people know carries over. */
export const DEFAULT_PORT = 4100;
export const API_KEY = 'sk_test_default';

/** The keys of an environment whose seed names none. The second is the one in every example of the API reference. */
export const DEFAULT_API_KEYS: readonly string[] = [API_KEY, 'sk_example_123456789'];
export const CLIENT_ID = 'client_local';

/** The app that `pnpm dev` starts. */
export const DEFAULT_APP_ORIGIN = 'http://localhost:3000';

/** What the command line can set. */
export interface Options {
  port: number;
  /** Folder of the data file, or `:memory:`. */
  data: string;
  /** Added to each answer, in milliseconds. */
  latency: number;
  /** Lifetimes in seconds. WorkOS: widget tokens one hour, access tokens five minutes. */
  widgetTokenTtl: number;
  accessTokenTtl: number;
  /** Origins of the apps that may call from a browser; `/callback` of each is allowed as redirect URI. */
  origins: readonly string[];
  /** Further redirect URIs and CORS origins, for as long as this runs. */
  redirectUris: readonly string[];
  corsOrigins: readonly string[];
  /** Where the app starts a sign-in. Undefined: as set in the seed or on the Settings page. */
  signInEndpoint: string | undefined;
}

export const DEFAULT_OPTIONS: Options = {
  port: DEFAULT_PORT,
  data: '.local-workos',
  latency: 0,
  widgetTokenTtl: 3600,
  accessTokenTtl: 300,
  origins: [DEFAULT_APP_ORIGIN],
  redirectUris: [],
  corsOrigins: [],
  signInEndpoint: undefined,
};

/** Where a server that listens on loopback is found. */
export function originOf(address: AddressInfo): string {
  return `http://localhost:${address.port}`;
}
