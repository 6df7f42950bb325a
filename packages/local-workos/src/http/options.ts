import type { AddressInfo } from 'node:net';

/** The port and the first key are those of the public `workos/emulate`, so they are familiar. */
export const DEFAULT_PORT = 4100;
export const API_KEY = 'sk_test_default';

/**
 * The keys of an environment whose seed defines none. The second one is used in every example of the API
 * reference.
 */
export const DEFAULT_API_KEYS: readonly string[] = [API_KEY, 'sk_example_123456789'];
export const CLIENT_ID = 'client_local';
export const ENVIRONMENT_ID = 'environment_local';

/** The app that `pnpm dev` starts. */
export const DEFAULT_APP_ORIGIN = 'http://localhost:3000';

/** The options of the command line. */
export interface Options {
  port: number;
  /** Folder of the data file, or `:memory:`. */
  data: string;
  /** Delay added to each response, in milliseconds. */
  latency: number;
  /** Lifetimes in seconds. On WorkOS, widget tokens last an hour and access tokens five minutes. */
  widgetTokenTtl: number;
  accessTokenTtl: number;
  /** How long an exchanged refresh token still works, in seconds. WorkOS: 30. */
  refreshTokenGrace: number;
  /**
   * Origins of the apps. Their pages can call from a browser, and `/callback` of each is an allowed redirect
   * URI.
   */
  origins: readonly string[];
  /** Additional redirect URIs and CORS origins, for this run only. */
  redirectUris: readonly string[];
  corsOrigins: readonly string[];
  /** Where the app starts sign-in. If undefined, the value of the seed or the Settings page. */
  signInEndpoint: string | undefined;
  /** Where the app receives every event; undefined if it does not. */
  webhook: string | undefined;
}

export const DEFAULT_OPTIONS: Options = {
  port: DEFAULT_PORT,
  data: '.local-workos',
  latency: 0,
  widgetTokenTtl: 3600,
  accessTokenTtl: 300,
  refreshTokenGrace: 30,
  origins: [DEFAULT_APP_ORIGIN],
  redirectUris: [],
  corsOrigins: [],
  signInEndpoint: undefined,
  webhook: undefined,
};

/** The URL of a server that listens on loopback. */
export function originOf(address: AddressInfo): string {
  return `http://localhost:${address.port}`;
}
