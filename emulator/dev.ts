import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import nextEnv from '@next/env';
import { explainStartError, HELP, readCommandLine, refuseProduction } from './command-line.ts';
import { API_KEY, CLIENT_ID, type Options, SEED_PASSWORD } from './config.ts';
import { type RunningServer, startServer } from './server.ts';
import { readSetting, writeSetting } from './store/settings.ts';

/**
 * `pnpm dev`: the app, and Local WorkOS beside it unless the environment has credentials of WorkOS.
 * Takes the flags of `pnpm emulator`; PORT is the port of the app.
 */
const appPort = Number(process.env.PORT ?? 3000);
const appOrigin = `http://localhost:${appPort}`;

try {
  const { help, reset, options } = readCommandLine(process.argv.slice(2));
  if (help) console.log(HELP);
  else await start({ reset, ...options });
} catch (error) {
  console.error(explainStartError(error));
  process.exitCode = 1;
}

async function start(options: Options & { reset: boolean }): Promise<void> {
  // The same files, in the same order, that Next itself reads.
  nextEnv.loadEnvConfig(process.cwd(), true, { info() {}, error: console.error });
  await requireFreePort(appPort);
  if (process.env.WORKOS_API_KEY) {
    console.log(`\n  The app uses WorkOS, with the key from your environment.\n  ${appOrigin}\n`);
    startApp({});
  } else {
    refuseProduction(process.env);
    const local = await startServer({ ...options, origins: [appOrigin, ...options.origins] });
    startApp(appEnvironment(local), local);
    introduce(local);
  }
}

/** What AuthKit and the app read; in production these come from the WorkOS dashboard. */
function appEnvironment({ local }: RunningServer): Record<string, string> {
  const { hostname, port } = new URL(local.origin);
  return {
    WORKOS_API_KEY: API_KEY,
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT: port,
    WORKOS_API_HTTPS: 'false',
    WORKOS_COOKIE_PASSWORD: cookiePassword(local.db),
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${appOrigin}/callback`,
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

/** Runs `next dev`. Whichever ends first, this program or Next, ends the other. */
function startApp(environment: Record<string, string>, local?: RunningServer): void {
  const next: ChildProcess = spawn(
    process.execPath,
    ['node_modules/next/dist/bin/next', 'dev', '--port', String(appPort), '--hostname', 'localhost'],
    { stdio: 'inherit', env: { ...process.env, ...environment } },
  );
  let stopping = false;
  const stop = async (code: number) => {
    if (stopping) return;
    stopping = true;
    next.kill('SIGTERM');
    await local?.close();
    process.exit(code);
  };
  next.once('exit', (code) => stop(code ?? 0));
  process.once('SIGINT', () => stop(0));
  process.once('SIGTERM', () => stop(0));
}

function introduce({ origin }: RunningServer): void {
  console.log(`
  App           ${appOrigin}
  Local WorkOS  ${origin}  (mail arrives here; people, requests and faults too)

  Sign in as    marcelina.davis@example.com  (Admin)
                mika.laine@example.com       (Member)
  Password      ${SEED_PASSWORD}
`);
}

/** @throws Error when something else listens there. */
async function requireFreePort(port: number): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const probe = createServer();
    probe.once('error', () =>
      reject(new Error(`Port ${port} is in use. Stop what is there, or choose another: PORT=3001 pnpm dev`)),
    );
    probe.listen(port, 'localhost', () => probe.close(() => resolve()));
  });
}
