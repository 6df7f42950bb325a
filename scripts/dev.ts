import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import nextEnv from '@next/env';

/**
 * `pnpm dev` starts the app, and Local WorkOS next to it unless the environment has WorkOS credentials. PORT is the
 * app's port. Flags go to Local WorkOS.
 */
const LOCAL_WORKOS = 'packages/local-workos/src/main.ts';

const port = Number(process.env.PORT ?? 3000);
const origin = `http://localhost:${port}`;
const next = ['node_modules/next/dist/bin/next', 'dev', '--port', String(port), '--hostname', 'localhost'];
const flags = process.argv.slice(2);

// The same files in the same order as Next.
nextEnv.loadEnvConfig(process.cwd(), true, { info() {}, error: console.error });

if (flags.includes('--help')) {
  run([LOCAL_WORKOS, '--help']);
} else if (!(await isFree(port))) {
  console.error(`Port ${port} is in use. Stop what is there, or choose another: PORT=3001 pnpm dev`);
  process.exitCode = 1;
} else if (process.env.WORKOS_API_KEY || !existsSync(LOCAL_WORKOS)) {
  if (process.env.WORKOS_API_KEY)
    console.log(`\n  The app uses WorkOS, with the key from your environment.\n  ${origin}\n`);
  run(next);
} else {
  console.log(`The app will be at ${origin}`);
  const addresses = ['--origin', origin, '--webhook', `${origin}/api/webhooks`];
  const localWorkOS = [LOCAL_WORKOS, ...addresses, ...flags, '--', process.execPath, ...next];
  run(localWorkOS, { NEXT_PUBLIC_WORKOS_REDIRECT_URI: `${origin}/callback` });
}

/** Runs Node until it exits, or until this program is told to stop. */
function run(args: string[], environment: Record<string, string> = {}): void {
  const child = spawn(process.execPath, args, { stdio: 'inherit', env: { ...process.env, ...environment } });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  child.once('exit', (code) => {
    process.exitCode = code ?? 0;
  });
}

/** Whether the port is free. */
function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, 'localhost', () => probe.close(() => resolve(true)));
  });
}
