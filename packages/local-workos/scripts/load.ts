import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { API_KEY } from '../src/http/options.ts';

/**
 * `pnpm bench:load`: mixed load on a Local WorkOS in a process of its own, on a data file. Prints requests,
 * errors, latencies and memory; judges nothing.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    clients: { type: 'string', default: '8' },
  },
});
const minutes = Number(values.minutes);
const clients = Number(values.clients);
if (!(minutes > 0) || !Number.isInteger(clients) || clients < 1) {
  console.error('Usage: pnpm bench:load [--minutes <number>] [--clients <number>]');
  process.exit(1);
}

/** The organization and the admin of the example data. */
const ACME = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
const MARCELINA = 'user_01E4ZCR3C56J083X43JQXF3JK5';

const data = mkdtempSync(join(tmpdir(), 'bench-load-'));
const { child, origin } = await startProgram();
const agent = new Agent({ keepAlive: true, maxSockets: clients });
const milliseconds: number[] = [];
const errors = new Map<string, number>();
/** A widget token lasts an hour; this one is renewed by the clients. */
let widgetToken = '';

try {
  await mint();
  const memoryAtStart = memoryOf(child);
  const end = performance.now() + minutes * 60_000;
  console.log(`${minutes} min of mixed load by ${clients} clients on ${origin}, data in ${data}`);
  await Promise.all(Array.from({ length: clients }, () => client(end)));
  const sorted = Float64Array.from(milliseconds).sort();
  const percentile = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(1);
  const failed = [...errors.values()].reduce((sum, count) => sum + count, 0);
  const print = (name: string, value: string | number) => console.log(`  ${name.padEnd(14)}${value}`);
  print('requests', `${sorted.length} (${Math.round(sorted.length / (minutes * 60))}/s)`);
  print('errors', failed);
  for (const [what, count] of errors) print('', `${count} × ${what}`);
  print('p50', `${percentile(0.5)} ms`);
  print('p99', `${percentile(0.99)} ms`);
  print('RSS at start', memoryAtStart);
  print('RSS at end', memoryOf(child));
} finally {
  child.kill('SIGTERM');
  agent.destroy();
  rmSync(data, { recursive: true, force: true });
}

/** Does what an app does with its users, over and over. Rows are deleted again, so that the data does not grow. */
async function client(end: number): Promise<void> {
  while (performance.now() < end) {
    const name = `Load ${randomUUID()}`;
    const organization = await api('POST', '/organizations', { name });
    const email = `${randomUUID()}@example.com`;
    const user = await api('POST', '/user_management/users', { email });
    const membership = await api('POST', '/user_management/organization_memberships', {
      organization_id: organization.id,
      user_id: user.id,
    });
    await api('GET', `/organizations/${organization.id}`);
    await api('PUT', `/organizations/${organization.id}`, { name: `${name}, renamed` });
    await api('PUT', `/user_management/organization_memberships/${membership.id}`, { role_slug: 'admin' });
    await api('GET', '/user_management/users?limit=10');
    await mint();
    await widget('GET', '/members?limit=10');
    await widget('GET', `/members?limit=10&search=${user.id}`);
    await widget('GET', '/roles-and-config');
    await widget('POST', '/invite-user', { email, roles: ['member'] });
    await widget('POST', `/members/${user.id}`, { roles: ['admin'] });
    await widget('DELETE', `/invites/${user.id}`);
    await widget('DELETE', `/members/${user.id}`);
    await api('DELETE', `/user_management/users/${user.id}`);
    await api('DELETE', `/organizations/${organization.id}`);
  }
}

async function mint(): Promise<void> {
  const scopes = ['widgets:users-table:manage'];
  const answer = await api('POST', '/widgets/token', { organization_id: ACME, user_id: MARCELINA, scopes });
  widgetToken = answer.token ?? widgetToken;
}

function api(method: string, path: string, body?: object): Promise<{ id?: string; token?: string }> {
  return send(method, path, API_KEY, body);
}

function widget(method: string, path: string, body?: object): Promise<{ id?: string }> {
  return send(method, `/_widgets/UserManagement${path}`, widgetToken, body);
}

/** @returns The answer, or an empty object when the request failed; that is counted. */
async function send(
  method: string,
  path: string,
  key: string,
  body?: object,
): Promise<{ id?: string; token?: string }> {
  const start = performance.now();
  try {
    const { status, text } = await exchange(method, path, key, body && JSON.stringify(body));
    if (status >= 400)
      count(`${status} ${method} ${path.replace(/\w+_\w{26}/g, ':id')} ${text.slice(0, 120)}`);
    return status < 400 && text ? JSON.parse(text) : {};
  } catch (error) {
    count(String(error));
    return {};
  } finally {
    milliseconds.push(performance.now() - start);
  }
}

function exchange(
  method: string,
  path: string,
  key: string,
  body: string | undefined,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { Authorization: `Bearer ${key}` };
    const outgoing = httpRequest(origin + path, { method, agent, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
      });
      response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    outgoing.once('error', reject);
    outgoing.end(body);
  });
}

function count(what: string): void {
  errors.set(what, (errors.get(what) ?? 0) + 1);
}

function startProgram(): Promise<{ child: ChildProcess; origin: string }> {
  const main = fileURLToPath(new URL('../src/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--port', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      const found = /is at (http:\S+)/.exec(output)?.[1];
      if (found) resolve({ child, origin: found });
    });
    child.once('exit', (code) => reject(new Error(`Local WorkOS ended with ${code}.`)));
  });
}

/** The resident memory of a process, as `ps` tells it. */
function memoryOf({ pid }: ChildProcess): string {
  try {
    const kilobytes = execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
    return `${Math.round(Number(kilobytes) / 1024)} MB`;
  } catch {
    return 'unknown on this system';
  }
}
