import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../src/main.ts', import.meta.url));

/** What came of `node src/main.ts`: it runs, or it has ended. */
export interface Program {
  /** Where it listens; undefined when it has ended. */
  origin: string | undefined;
  stdout: string;
  stderr: string;
  exitCode: number | null;
  /** Resolves with the exit code when it has ended. */
  ended: Promise<number | null>;
  /** Ends it, and waits until it has ended. */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

/** Starts the real program on a free port, in this folder, and waits until it listens or has ended. */
export async function startProgram(
  args: string[],
  env: Record<string, string> = {},
  cwd?: string,
): Promise<Program> {
  const { NODE_ENV: _, WORKOS_API_KEY: __, NODE_TEST_CONTEXT: ___, ...inherited } = process.env;
  const child: ChildProcess = spawn(process.execPath, [MAIN, '--port', '0', ...args], {
    env: { ...inherited, ...env } as NodeJS.ProcessEnv,
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const program: Program = {
    ended,
    origin: undefined,
    stdout: '',
    stderr: '',
    exitCode: null,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
  };
  const listening = new Promise<void>((resolve) => {
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      program.stdout += text;
      program.origin = /is at (http:\S+)\n.*\n/.exec(program.stdout)?.[1];
      if (program.origin) resolve();
    });
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    program.stderr += text;
  });
  after(() => program.stop('SIGKILL'));
  await Promise.race([
    listening,
    ended.then((code) => {
      program.exitCode = code;
    }),
  ]);
  return program;
}

/** An empty folder for data, gone after the test. */
export function dataFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'local-workos-'));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
