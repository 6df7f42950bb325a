import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** The number of this run among several on one machine. Each uses its own ports. */
export const SLOT = Number(process.env.E2E_SLOT ?? 0);

/** Different ports from the app's own tests, so that both can run at the same time. */
export const APP_PORT = 3209 + SLOT * 20;
export const LOCAL_WORKOS_PORT = 4209 + SLOT * 20;
export const APP_ORIGIN = `http://localhost:${APP_PORT}`;
export const LOCAL_WORKOS_ORIGIN = `http://localhost:${LOCAL_WORKOS_PORT}`;

/** The build folder for tests, so that a running `pnpm dev` keeps working with its own. */
export const DIST_DIR = '.next-test';

/** The key of Local WorkOS, which is the same on every machine and documented in its README. */
export const API_KEY = 'sk_test_default';
export const CLIENT_ID = 'client_local';

/** A secret that browsers must never receive. */
export const COOKIE_PASSWORD = 'a password for tests, 32 characters at least';

/** The hosts of the widgets' logos. The tests need no internet, so their browser does not resolve these hosts. */
export const WORKOS_IMAGE_HOSTS: readonly string[] = ['cdn.workos.com', 'images.workoscdn.com'];

/** The environment variables of the app under test. */
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
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `http://localhost:${appPort}/callback`,
  };
}

/** The entry point of Local WorkOS, relative to the root of the repository. */
export const LOCAL_WORKOS = 'packages/local-workos/src/main.ts';

/**
 * The Node arguments for the app. Keep-alive connections outlast a test, because a connection that closes while
 * in use would fail it.
 */
export function appCommand(port: number = APP_PORT): string[] {
  const next = 'node_modules/next/dist/bin/next';
  return [next, 'start', '--hostname', 'localhost', '--port', String(port), '--keepAliveTimeout', '60000'];
}

/**
 * The flags for a spec's own Local WorkOS. Specs with the same entry share a server per worker, because
 * Playwright compares options by identity.
 */
export const OWN_SERVERS: Readonly<Record<'plain', readonly string[]>> = { plain: [] };

/** A server started for a single spec. */
export interface StartedServer {
  origin: string;
  stop(): Promise<void>;
}

/** Starts the built app. Each worker has its own ports. */
export function startApp(port: number, environment: Record<string, string>): Promise<StartedServer> {
  return start(appCommand(port), port, environment);
}

/** Starts Local WorkOS with temporary data. @param flags Command-line flags. */
export function startLocalWorkOS(port: number, flags: readonly string[]): Promise<StartedServer> {
  return start([LOCAL_WORKOS, '--port', String(port), '--data', ':memory:', ...flags], port, {});
}

async function start(
  args: string[],
  port: number,
  environment: Record<string, string>,
): Promise<StartedServer> {
  const child = spawn(process.execPath, args, {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
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
  // Next waits a minute for connections that a browser opened speculatively and never used.
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}
