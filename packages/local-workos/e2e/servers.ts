import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Which of several runs on one machine this is: each has ports of its own. */
export const SLOT = Number(process.env.E2E_SLOT ?? 0);

/** Other ports than those of the app's own tests, so that both can run. */
export const APP_PORT = 3209 + SLOT * 20;
export const LOCAL_WORKOS_PORT = 4209 + SLOT * 20;
export const APP_ORIGIN = `http://localhost:${APP_PORT}`;
export const LOCAL_WORKOS_ORIGIN = `http://localhost:${LOCAL_WORKOS_PORT}`;

/** Where the app is built for the tests: a running `pnpm dev` has its own and keeps working. */
export const DIST_DIR = '.next-test';

/** Local WorkOS's, the same on every machine; its README names them. */
export const API_KEY = 'sk_test_default';
export const CLIENT_ID = 'client_local';

/** What no browser may ever see. */
export const COOKIE_PASSWORD = 'a password for tests, 32 characters at least';

/** Where the widgets' logos are. The tests need no internet: their browser does not look these hosts up. */
export const WORKOS_IMAGE_HOSTS: readonly string[] = ['cdn.workos.com', 'images.workoscdn.com'];

/** What the app under test is configured with. */
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

/** What Node runs for Local WorkOS, from the root of the repository. */
export const LOCAL_WORKOS = 'packages/local-workos/src/main.ts';

/** What Node runs for the app. Kept-alive connections outlast a test: one that is closed just when it is used fails it. */
export function appCommand(port: number = APP_PORT): string[] {
  const next = 'node_modules/next/dist/bin/next';
  return [next, 'start', '--hostname', 'localhost', '--port', String(port), '--keepAliveTimeout', '60000'];
}

/**
 * What the Local WorkOS of a spec's own is started with. Specs that name the same one share it, worker by worker:
 * Playwright tells them apart by identity.
 */
export const OWN_SERVERS: Readonly<Record<'plain', readonly string[]>> = { plain: [] };

/** A server that a spec has started for itself. */
export interface StartedServer {
  origin: string;
  stop(): Promise<void>;
}

/** The app, as built. Each worker has ports of its own. */
export function startApp(port: number, environment: Record<string, string>): Promise<StartedServer> {
  return start(appCommand(port), port, environment);
}

/** Local WorkOS with an empty, passing store. @param flags As on its command line. */
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
  // Next waits a minute for a connection that a browser has opened ahead and never used.
  const timer = setTimeout(() => child.kill('SIGKILL'), 3000);
  await exited;
  clearTimeout(timer);
}
