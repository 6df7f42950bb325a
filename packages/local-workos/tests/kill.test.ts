import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { ACME, MARCELINA, SEED_PASSWORD } from './harness.ts';
import { dataFolder, startProgram } from './program.ts';

const KILLS = 4;
const WRITES_BEFORE_A_KILL = 60;

interface Body {
  id: string;
  name: string;
  first_name: string;
  state: string;
  token: string;
  url: string;
  role: { slug: string };
  user: { id: string };
  data: { id: string; state: string }[];
}

/** One row of the store, and what it may be now: what was acknowledged last, or what was asked for since. */
interface Thing {
  read(): Promise<string | undefined>;
  allowed: Set<string | undefined>;
}

/** Clients of one program after another, all on the same data. */
class Clients {
  origin = '';
  widgetToken = '';
  acknowledged = 0;
  readonly things: Thing[] = [];

  /** @returns Undefined for 404. @throws when the program is killed meanwhile. */
  async call(method: string, path: string, body?: object, token = API_KEY): Promise<Body | undefined> {
    const response = await fetch(this.origin + path, {
      method,
      headers: { Authorization: `Bearer ${token}` },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (response.status === 404) return undefined;
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : undefined;
  }

  async post(path: string, body: object): Promise<Body> {
    const answer = await this.call('POST', path, body);
    assert.ok(answer, path);
    return answer;
  }

  widget(method: string, path: string, body?: object): Promise<Body | undefined> {
    return this.call(method, `/_widgets/UserManagement${path}`, body, this.widgetToken);
  }

  track(value: string, read: Thing['read']): Thing {
    const thing = { read, allowed: new Set([value]) };
    this.things.push(thing);
    this.acknowledged++;
    return thing;
  }

  async change(thing: Thing, value: string | undefined, request: () => Promise<unknown>): Promise<void> {
    thing.allowed.add(value);
    await request();
    thing.allowed = new Set([value]);
    this.acknowledged++;
  }
}

const newEmail = () => `${randomUUID()}@example.com`;

async function organizations(clients: Clients): Promise<void> {
  const { id } = await clients.post('/organizations', { name: 'New' });
  const path = `/organizations/${id}`;
  const thing = clients.track('New', async () => (await clients.call('GET', path))?.name);
  await clients.change(thing, 'Renamed', () => clients.call('PUT', path, { name: 'Renamed' }));
  if (Math.random() < 0.5) await clients.change(thing, undefined, () => clients.call('DELETE', path));
}

async function people(clients: Clients): Promise<void> {
  const { id } = await clients.post('/user_management/users', { email: newEmail(), first_name: 'New' });
  const path = `/user_management/users/${id}`;
  const thing = clients.track('New', async () => (await clients.call('GET', path))?.first_name);
  await clients.change(thing, 'Renamed', () => clients.call('PUT', path, { first_name: 'Renamed' }));
  if (Math.random() < 0.5) await clients.change(thing, undefined, () => clients.call('DELETE', path));
}

/** Added through the API, changed and removed in the widget. */
async function memberships(clients: Clients): Promise<void> {
  const user = await clients.post('/user_management/users', { email: newEmail() });
  const { id } = await clients.post('/user_management/organization_memberships', {
    user_id: user.id,
    organization_id: ACME,
    role_slug: 'member',
  });
  const path = `/user_management/organization_memberships/${id}`;
  const thing = clients.track('member', async () => (await clients.call('GET', path))?.role.slug);
  const member = `/members/${user.id}`;
  await clients.change(thing, 'admin', () => clients.widget('POST', member, { roles: ['admin'] }));
  if (Math.random() < 0.5) await clients.change(thing, undefined, () => clients.widget('DELETE', member));
}

/** Invited in the widget, revoked through the API. */
async function invitations(clients: Clients): Promise<void> {
  const email = newEmail();
  await clients.widget('POST', '/invite-user', { email, roles: ['member'] });
  const find = async () =>
    (await clients.call('GET', `/user_management/invitations?email=${email}`))?.data[0];
  const thing = clients.track('pending', async () => (await find())?.state);
  const path = `/user_management/invitations/${(await find())?.id}/revoke`;
  if (Math.random() < 0.5) await clients.change(thing, 'revoked', () => clients.call('POST', path));
}

async function sessions(clients: Clients): Promise<void> {
  const email = newEmail();
  const password = SEED_PASSWORD;
  const user = await clients.post('/user_management/users', { email, password, email_verified: true });
  await clients.post('/user_management/authenticate', {
    client_id: CLIENT_ID,
    client_secret: API_KEY,
    grant_type: 'password',
    email,
    password,
  });
  const path = `/user_management/users/${user.id}/sessions`;
  const find = async () => (await clients.call('GET', path))?.data[0];
  const thing = clients.track('active', async () => ((await find()) ? 'active' : 'ended'));
  const body = { session_id: (await find())?.id };
  await clients.change(thing, 'ended', () => clients.call('POST', '/user_management/sessions/revoke', body));
}

/** Logged once, and found in an export once. */
async function auditLog(clients: Clients): Promise<void> {
  const actor = { id: randomUUID(), type: 'user' };
  const event = {
    action: 'document.updated',
    occurred_at: new Date().toISOString(),
    actor,
    targets: [],
    context: { location: 'unknown' },
  };
  await clients.post('/audit_logs/events', { organization_id: ACME, event });
  clients.track('1 event', async () => {
    const { id } = await clients.post('/audit_logs/exports', {
      organization_id: ACME,
      range_start: '2000-01-01T00:00:00Z',
      range_end: '2100-01-01T00:00:00Z',
      actor_ids: [actor.id],
    });
    const url = (await clients.call('GET', `/audit_logs/exports/${id}`))?.url ?? '';
    const rows = (await (await fetch(url)).text()).split(actor.id).length - 1;
    return `${rows} event`;
  });
}

test('creates, changes and deletes of many clients survive kill -9', async () => {
  const data = dataFolder();
  const clients = new Clients();
  for (let kill = 0; kill <= KILLS; kill++) {
    const program = await startProgram(['--data', data]);
    assert.ok(program.origin, program.stderr);
    assert.equal(program.stderr, '');
    clients.origin = program.origin;

    const check = async ({ read, allowed }: Thing) => {
      const value = await read();
      assert.ok(allowed.has(value), `${value} is none of ${[...allowed].join(', ')}`);
      allowed.clear();
      allowed.add(value);
    };
    await Promise.all(clients.things.map(check));
    if (kill === KILLS) break;

    const scopes = ['widgets:users-table:manage'];
    const ids = { organization_id: ACME, user_id: MARCELINA };
    clients.widgetToken = (await clients.post('/widgets/token', { ...ids, scopes })).token;
    let isKilled = false;
    const work = async (write: (clients: Clients) => Promise<void>) => {
      try {
        while (!isKilled) await write(clients);
      } catch (error) {
        if (!isKilled) throw error;
      }
    };
    const goal = clients.acknowledged + WRITES_BEFORE_A_KILL;
    const writers = [
      organizations,
      organizations,
      people,
      memberships,
      memberships,
      invitations,
      sessions,
      auditLog,
    ];
    const working = Promise.all(writers.map(work));
    const enough = async () => {
      while (clients.acknowledged < goal) await new Promise((resolve) => setTimeout(resolve, 1));
    };
    await Promise.race([enough(), working]);
    isKilled = true;
    await program.stop('SIGKILL');
    await working;
  }
  assert.ok(clients.things.length >= KILLS * 15, `${clients.things.length} things`);
});
