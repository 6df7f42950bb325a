import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Numbers concurrent runs on one machine, so that each has its own ports. */
export const SLOT = Number(process.env.E2E_SLOT ?? 0);

/** Not the ports of `pnpm dev`, so that both can run. */
export const APP_PORT = 3199 + SLOT * 20;
export const LOCAL_WORKOS_PORT = 4199 + SLOT * 20;
export const APP_ORIGIN = `http://localhost:${APP_PORT}`;
export const LOCAL_WORKOS_ORIGIN = `http://localhost:${LOCAL_WORKOS_PORT}`;

/** The tests' build folder. A running `pnpm dev` has its own. */
export const DIST_DIR = '.next-test';

/** Local WorkOS's credentials, documented in its README. */
export const API_KEY = 'sk_test_default';
export const CLIENT_ID = 'client_local';

/** Secrets that must never reach a browser. */
export const COOKIE_PASSWORD = 'a password for tests, 32 characters at least';

export const WEBHOOK_SECRET = 'a webhook secret for tests';

/** The hosts of the widgets' logos. The tests' browser doesn't resolve them, so tests need no internet. */
export const WORKOS_IMAGE_HOSTS: readonly string[] = ['cdn.workos.com', 'images.workoscdn.com'];

/** The environment of the app under test. */
export function appEnvironment(
  appPort: number = APP_PORT,
  localWorkOSPort: number = LOCAL_WORKOS_PORT,
): Record<string, string> {
  return {
    NEXT_DIST_DIR: DIST_DIR,
    WORKOS_API_KEY: API_KEY,
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_HOSTNAME: 'localhost',
    WORKOS_API_PORT: String(localWorkOSPort),
    WORKOS_API_HTTPS: 'false',
    WORKOS_COOKIE_PASSWORD: COOKIE_PASSWORD,
    WORKOS_WEBHOOK_SECRET: WEBHOOK_SECRET,
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `http://localhost:${appPort}/callback`,
  };
}

/** Node's arguments for Local WorkOS. */
export const LOCAL_WORKOS = 'packages/local-workos/src/main.ts';

/** Node's arguments for the app. Its connections outlive a test, because one that closes just as it is used fails it. */
export function appCommand(port: number = APP_PORT): string[] {
  const next = 'node_modules/next/dist/bin/next';
  return [next, 'start', '--hostname', 'localhost', '--port', String(port), '--keepAliveTimeout', '60000'];
}

/**
 * Options for specs that start their own Local WorkOS. Specs of one worker that name the same object share a server,
 * because Playwright compares options by identity.
 */
export const OWN_SERVERS: Readonly<Record<'plain' | 'shortSessions' | 'shortTokens', readonly string[]>> = {
  plain: [],
  // Stricter than WorkOS, which accepts a used refresh token for 30 seconds more.
  shortSessions: ['--access-token-ttl', '5', '--refresh-token-grace', '0'],
  shortTokens: ['--widget-token-ttl', '5', '--access-token-ttl', '5'],
};

/** A server that a spec started. */
export interface StartedServer {
  origin: string;
  stop(): Promise<void>;
}

/** The production build. Each worker has its own ports. */
export function startApp(port: number, environment: Record<string, string>): Promise<StartedServer> {
  return start(appCommand(port), port, environment);
}

/** The app in development, as `pnpm dev` runs it, with nothing compiled yet. */
export async function startDevelopment(
  port: number,
  environment: Record<string, string>,
): Promise<StartedServer> {
  await rm(fileURLToPath(new URL(`../${DIST_DIR}/dev`, import.meta.url)), { recursive: true, force: true });
  const next = 'node_modules/next/dist/bin/next';
  return start([next, 'dev', '--hostname', 'localhost', '--port', String(port)], port, environment);
}

/** Starts Local WorkOS with an empty in-memory store. @param flags Command-line flags. */
export function startLocalWorkOS(port: number, flags: readonly string[]): Promise<StartedServer> {
  const environment = { WORKOS_WEBHOOK_SECRET: WEBHOOK_SECRET };
  return start([LOCAL_WORKOS, '--port', String(port), '--data', ':memory:', ...flags], port, environment);
}

async function start(
  args: string[],
  port: number,
  environment: Record<string, string>,
): Promise<StartedServer> {
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { ...process.env, NEXT_DIST_DIR: DIST_DIR, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => {
      output += text;
    });
  }
  const origin = `http://localhost:${port}`;
  try {
    await answering(origin, child);
  } catch {
    await stop(child);
    throw new Error(`It did not start: ${args.join(' ')}\n${output}`);
  }
  return { origin, stop: () => stop(child) };
}

async function answering(origin: string, child: ChildProcess): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (child.exitCode === null && Date.now() < deadline) {
    try {
      await fetch(origin, { redirect: 'manual' });
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error('No answer');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  // Next waits a minute for connections that a browser opened in advance and never used.
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}
