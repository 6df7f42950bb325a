import { API_KEY, CLIENT_ID } from '../emulator/config.ts';

/** Other ports than those of `pnpm dev`, so that both can run. */
export const APP_PORT = 3199;
export const LOCAL_WORKOS_PORT = 4199;
export const APP_ORIGIN = `http://localhost:${APP_PORT}`;
export const LOCAL_WORKOS_ORIGIN = `http://localhost:${LOCAL_WORKOS_PORT}`;

/** What the app under test is configured with. */
export function appEnvironment(
  appPort: number = APP_PORT,
  localWorkOSPort: number = LOCAL_WORKOS_PORT,
): Record<string, string> {
  return {
    WORKOS_API_KEY: API_KEY,
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_HOSTNAME: 'localhost',
    WORKOS_API_PORT: String(localWorkOSPort),
    WORKOS_API_HTTPS: 'false',
    WORKOS_COOKIE_PASSWORD: 'a password for tests, 32 characters at least',
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `http://localhost:${appPort}/callback`,
  };
}
