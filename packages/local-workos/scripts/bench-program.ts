import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { type Agent, request as httpRequest } from 'node:http';
import { fileURLToPath } from 'node:url';

/** The organization and the admin of the example data. */
export const ACME = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
export const MARCELINA = 'user_01E4ZCR3C56J083X43JQXF3JK5';

export interface Program {
  origin: string;
  pid: number;
  stop(): Promise<void>;
}

/** Starts Local WorkOS in a process of its own and waits until it says where it is. */
export async function startProgram(data: string): Promise<Program> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child: ChildProcess = spawn(process.execPath, [main, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const origin = await new Promise<string>((resolve, reject) => {
    let output = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /is at (http:\S+)/.exec(output)?.[1];
      if (found) resolve(found);
    });
    child.once('exit', (code) => reject(new Error(`Local WorkOS ended with ${code}.`)));
  });
  return {
    origin,
    pid: child.pid ?? 0,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

export interface Call {
  url: string;
  method?: string;
  headers?: Record<string, string>;
  body?: string;
}

/** Sends a request. @returns The body and the time until it was complete. @throws Error for a failed request. */
export function send(
  agent: Agent,
  { url, method = 'GET', headers = {}, body }: Call,
): Promise<{ text: string; milliseconds: number }> {
  const start = performance.now();
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(url, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => {
        const { statusCode = 0 } = response;
        if (statusCode >= 400) reject(new Error(`${statusCode} ${method} ${url} ${text.slice(0, 200)}`));
        else resolve({ text, milliseconds: performance.now() - start });
      });
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

/** The processor time of a process in seconds, or undefined where the system does not tell. */
export function processorSeconds(pid: number): number | undefined {
  try {
    const [, fields = ''] = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ');
    const [user, system] = fields.split(' ').slice(11, 13).map(Number);
    // The kernel counts in hundredths of a second, whatever its own clock does.
    return ((user ?? 0) + (system ?? 0)) / 100;
  } catch {
    return undefined;
  }
}
