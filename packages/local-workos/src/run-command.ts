import { spawn } from 'node:child_process';
import { sdkEnvironment } from './sdk-environment.ts';
import type { RunningServer } from './server.ts';

/**
 * Runs a program next to the server, with the variables that AuthKit's SDKs read pointing at it. When one exits, the
 * other stops.
 * @returns The program's exit code.
 */
export function runCommand(
  { local }: RunningServer,
  [program = '', ...args]: readonly string[],
): Promise<number> {
  const child = spawn(program, args, {
    stdio: 'inherit',
    env: { ...process.env, ...sdkEnvironment(local), ...withoutProxy(process.env) },
    // npm's own programs are batch files there.
    shell: process.platform === 'win32' && !program.endsWith('.exe'),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => child.kill(signal));
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)));
    child.once('exit', (code) => resolve(code ?? 0));
  });
}

const LOOPBACK = ['localhost', '127.0.0.1', '::1'];

/** Keeps a corporate proxy out of calls to this machine. Programs read one spelling of the variable or the other. */
function withoutProxy(environment: NodeJS.ProcessEnv): Record<string, string> {
  const named = (environment.no_proxy ?? environment.NO_PROXY ?? '').split(',').map((host) => host.trim());
  const value = [...new Set([...named, ...LOOPBACK])].filter(Boolean).join(',');
  return { NO_PROXY: value, no_proxy: value };
}
