import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { apiKey } from './http/api-key.ts';
import { CLIENT_ID } from './http/options.ts';
import type { RunningServer } from './server.ts';
import { readSetting, writeSetting } from './store/settings.ts';

/**
 * Runs a program beside the server, with the variables that AuthKit's SDKs read pointing at it. Whichever ends
 * first ends the other.
 * @returns The program's exit code.
 */
export function runCommand(
  server: RunningServer,
  [program = '', ...args]: readonly string[],
): Promise<number> {
  const child = spawn(program, args, {
    stdio: 'inherit',
    env: { ...process.env, ...sdkEnvironment(server) },
    // npm's own programs are batch files there.
    shell: process.platform === 'win32' && !program.endsWith('.exe'),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)));
    child.once('exit', (code) => resolve(code ?? 0));
  });
}

/** What AuthKit and the app read; in production these come from the WorkOS dashboard. */
function sdkEnvironment({ local }: RunningServer): Record<string, string> {
  const { hostname, port } = new URL(local.origin);
  return {
    WORKOS_API_KEY: apiKey(local.db),
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT: port,
    WORKOS_API_HTTPS: 'false',
    WORKOS_COOKIE_PASSWORD: process.env.WORKOS_COOKIE_PASSWORD || cookiePassword(local.db),
  };
}

/** Kept with the data, so that a browser stays signed in over restarts. */
function cookiePassword(db: RunningServer['local']['db']): string {
  const stored = readSetting(db, 'cookie_password');
  if (stored) return stored;
  const password = randomBytes(32).toString('base64url');
  writeSetting(db, 'cookie_password', password);
  return password;
}
