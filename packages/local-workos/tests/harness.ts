import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { after, type TestContext } from 'node:test';
import { WorkOS, type WorkOSOptions } from '@workos-inc/node';
import { API_KEY, CLIENT_ID, type Options } from '../src/http/options.ts';
import { type RunningServer, startServer } from '../src/server.ts';
import { publicContract, widgetsContract } from './openapi.ts';

const WORKOS_ORIGIN = 'https://api.workos.com';

/** Things in the seed. The ids are those in the documentation's examples. */
export const ACME = 'org_01EHZNVPK3SFK441A1RGBFSHRT';
export const MARCELINA = 'user_01E4ZCR3C56J083X43JQXF3JK5';
export const KOFI = 'user_01EHZNVPK3SFK441A1RGBFSHRT';

/** The password of every seeded person. */
export const SEED_PASSWORD = 'widgets-on-localhost';

export const USERS_TABLE = 'widgets:users-table:manage';

/** A Local WorkOS in memory, with clients and a clock to advance. */
export interface Harness {
  server: RunningServer;
  origin: string;
  /** The real SDK. Every response is checked against the OpenAPI. */
  workos: WorkOS;
  /** The options of the SDK, for clients with another key or version. */
  clientOptions: WorkOSOptions;
  /** Sends a raw request. Responses are checked against the OpenAPI too. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** Sends a GET request with the API key. */
  get(path: string, apiKey?: string): Promise<Response>;
  /** Posts a JSON body with the API key. A string is sent as is. */
  post(path: string, body: unknown, apiKey?: string): Promise<Response>;
  /** Posts a form like Local WorkOS's own pages do. Does not follow redirects. */
  postForm(
    path: string,
    fields?: Record<string, string>,
    headers?: Record<string, string>,
  ): Promise<Response>;
  /** Advances the clock. */
  advance(seconds: number): void;
  /**
   * Stops the clock during this test, except for {@link advance}, because a call can take seconds on a busy
   * machine.
   */
  stopClock(test: TestContext): void;
}

/** Starts a harness. It is closed at the end of the test or file that started it. */
export async function startHarness(options: Partial<Options> = {}): Promise<Harness> {
  let stoppedAt: number | undefined;
  // Each read of a stopped clock takes a millisecond, so later events have later times.
  const clock = () => new Date(stoppedAt === undefined ? Date.now() : stoppedAt++);
  const server = await startServer({ port: 0, data: ':memory:', ...options }, clock);
  after(() => server.close());
  const request = (path: string, init?: RequestInit) => checkedFetch(server.origin + path, init);
  const clientOptions = {
    clientId: CLIENT_ID,
    apiHostname: 'localhost',
    port: Number(new URL(server.origin).port),
    https: false,
    maxRetries: 0,
    fetchFn: checkedFetch,
  };
  return {
    server,
    origin: server.origin,
    workos: new WorkOS(API_KEY, clientOptions),
    clientOptions,
    request,
    get: (path, apiKey = API_KEY) => request(path, { headers: { Authorization: `Bearer ${apiKey}` } }),
    post: (path, body, apiKey = API_KEY) =>
      request(path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    postForm: (path, fields = {}, headers = {}) =>
      request(path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' }),
    advance: (seconds) => server.clock.advance(seconds),
    stopClock: (test) => {
      stoppedAt = Date.now();
      test.after(() => {
        stoppedAt = undefined;
      });
    },
  };
}

const HARNESS = Symbol('the harness that a call of the generated client is for');

/** The last argument of each operation of the widgets' generated client. */
export interface CallOptions extends RequestInit {
  [HARNESS]: Harness;
}

/** Points a call of the widgets' generated client at a harness, with or without a token. */
export function authorized(
  harness: Harness,
  token: string | undefined,
  more: Record<string, string> = {},
): CallOptions {
  const authorization = token === undefined ? undefined : { Authorization: `Bearer ${token}` };
  return { headers: { 'WorkOS-Widgets-Version': '1', ...authorization, ...more }, [HARNESS]: harness };
}

const systemFetch = globalThis.fetch;

// The generated client passes its options to the global `fetch`, with WorkOS's URL.
globalThis.fetch = (input, init) => {
  const url = input instanceof Request ? input.url : String(input);
  if (!url.startsWith(WORKOS_ORIGIN)) return systemFetch(input, init);
  if (!init || !(HARNESS in init)) throw new Error(`Call ${url} with authorized(…) as the last argument.`);
  const { [HARNESS]: harness, ...rest } = init as CallOptions;
  return checkedFetch(url.replace(WORKOS_ORIGIN, harness.origin), rest);
};

/** A widget token of a person in an organization. */
export async function widgetToken(
  { workos }: Harness,
  organizationId: string,
  userId?: string,
  scopes: Parameters<WorkOS['widgets']['createToken']>[0]['scopes'] = [USERS_TABLE],
): Promise<string> {
  return (await workos.widgets.createToken({ organizationId, userId, scopes })).token;
}

/** A user-only widget token, which the SDK's types do not allow. */
export async function userToken(harness: Harness, userId: string): Promise<string> {
  const response = await harness.post('/widgets/token', { user_id: userId });
  return ((await response.json()) as { token: string }).token;
}

/** Creates a person, in an organization if one is given. */
export async function createMember(
  { workos }: Harness,
  organizationId?: string,
  roleSlug = 'member',
): Promise<{ id: string; email: string }> {
  const user = await workos.userManagement.createUser({ email: newEmail(), emailVerified: true });
  if (organizationId) {
    await workos.userManagement.createOrganizationMembership({ userId: user.id, organizationId, roleSlug });
  }
  return user;
}

/** A new organization and its admin. */
export async function createOrganization(harness: Harness): Promise<{ id: string; adminId: string }> {
  const { id } = await harness.workos.organizations.createOrganization({
    name: `Organization ${randomUUID()}`,
  });
  const admin = await createMember(harness, id, 'admin');
  return { id, adminId: admin.id };
}

/** Lets the members of an organization have several roles, or one. */
export async function setMultipleRoles(
  harness: Harness,
  organizationId: string,
  enabled: boolean,
): Promise<void> {
  await harness.postForm(`/organizations/${organizationId}/multiple-roles`, { enabled: enabled ? '1' : '0' });
}

export interface InboxMail {
  subject: string;
  text: string;
  code: string | undefined;
  link: string | undefined;
}

/** The emails to an address, newest first, as the inbox shows them. */
export async function mailsTo(harness: Harness, email: string): Promise<InboxMail[]> {
  const response = await harness.request(`/?${new URLSearchParams({ to: email })}`);
  const articles = (await response.text()).split('<article class="mail">').slice(1);
  return articles.map((article) => ({
    subject: textOf(/<h2>([\s\S]*?)<\/h2>/.exec(article)?.[1] ?? ''),
    text: textOf(article),
    code: /<p class="code">(\d{6})<\/p>/.exec(article)?.[1],
    link: /<p><a href="([^"]*)">/.exec(article)?.[1]?.replaceAll('&amp;', '&'),
  }));
}

/** The visible text of a page or a part of it. */
export function textOf(html: string): string {
  return html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/&(amp|lt|gt|quot|#39);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim();
}

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
};

/** An unused address. */
export function newEmail(): string {
  return `person-${randomUUID()}@example.com`;
}

/** Sends exactly these headers, including `Host` and others that browsers forbid. `fetch` would add its own. */
export function sendRaw(
  { origin }: Pick<Harness, 'origin'>,
  path: string,
  {
    method = 'GET',
    headers = {},
    body,
  }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const length = body === undefined ? undefined : { 'Content-Length': String(Buffer.byteLength(body)) };
    const outgoing = httpRequest(origin + path, { method, headers: { ...length, ...headers } });
    outgoing.once('error', reject);
    outgoing.once('response', async (incoming) => {
      const content = await buffer(incoming);
      const { statusCode: status = 0, headers: received } = incoming;
      resolve(
        new Response(content.length > 0 ? new Uint8Array(content) : null, {
          status,
          headers: Object.entries(received).map(([name, value]) => [name, String(value)]),
        }),
      );
    });
    outgoing.end(body);
  });
}

/** The status and the JSON body of a response, to compare in one assertion. */
export async function answer(response: Response): Promise<{ status: number; body: unknown }> {
  return { status: response.status, body: await response.json() };
}

/** Fetches, and asserts that the OpenAPI documents the response. */
const checkedFetch: typeof fetch = async (input, init) => {
  const response = await systemFetch(input, init);
  const url = new URL(input instanceof Request ? input.url : input);
  const contract = url.pathname.startsWith('/_widgets/') ? widgetsContract : publicContract;
  const operation = contract.operationOf(init?.method ?? 'GET', url.pathname);
  // Browsers get pages, some of them at the path of an operation.
  const asBrowser = new Headers(init?.headers).get('Accept')?.includes('text/html');
  if (operation && !asBrowser) {
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = isJson ? await response.clone().json() : undefined;
    assert.deepEqual(contract.problems(operation, response.status, body), []);
  }
  return response;
};
