import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { WorkOS } from '@workos-inc/node';
import { API_KEY, CLIENT_ID, type Options } from '../config.ts';
import { type RunningServer, startServer } from '../server.ts';
import { publicContract, widgetsContract } from './openapi.ts';

const WORKOS_ORIGIN = 'https://api.workos.com';

/** A Local WorkOS in memory, the clients that call it, and a clock to turn forward. */
export interface Harness {
  server: RunningServer;
  origin: string;
  /** The real SDK. Every response it gets is held against the OpenAPI. */
  workos: WorkOS;
  /** Requests by hand; responses are held against the OpenAPI too. */
  request(path: string, init?: RequestInit): Promise<Response>;
  /** The same with the API key and a JSON body. */
  post(path: string, body: unknown, apiKey?: string): Promise<Response>;
  /** Turns the clock forward. */
  advance(seconds: number): void;
  close(): Promise<void>;
}

export async function startHarness(options: Partial<Options> = {}): Promise<Harness> {
  let offset = 0;
  const clock = () => new Date(Date.now() + offset * 1000);
  const server = await startServer({ port: 0, data: ':memory:', ...options }, clock);
  const request = (path: string, init?: RequestInit) => checkedFetch(server.origin + path, init);
  return {
    server,
    origin: server.origin,
    workos: new WorkOS(API_KEY, {
      clientId: CLIENT_ID,
      apiHostname: 'localhost',
      port: Number(new URL(server.origin).port),
      https: false,
      maxRetries: 0,
      fetchFn: checkedFetch,
    }),
    request,
    post: (path, body, apiKey = API_KEY) =>
      request(path, {
        method: 'POST',
        headers: { Authorization: `Bearer ${apiKey}`, 'Content-Type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    advance: (seconds) => {
      offset += seconds;
    },
    close: () => server.close(),
  };
}

/**
 * Points the widgets' generated client at a harness: it calls `fetch` with WorkOS's address. Returns what
 * to pass as the last argument of each operation.
 */
export function authorized(harness: Harness, token: string, more: Record<string, string> = {}): RequestInit {
  globalThis.fetch = (input, init) =>
    checkedFetch(String(input).replace(WORKOS_ORIGIN, harness.origin), init);
  return { headers: { Authorization: `Bearer ${token}`, 'WorkOS-Widgets-Version': '1', ...more } };
}

/** Someone new, in an organization if one is named. */
export async function createMember(
  { workos }: Harness,
  organizationId?: string,
  roleSlug = 'member',
): Promise<{ id: string; email: string }> {
  const user = await workos.userManagement.createUser({
    email: `person-${randomUUID()}@example.com`,
    emailVerified: true,
  });
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

const systemFetch = globalThis.fetch;

/** Fetches, and asserts that the response is one that the OpenAPI documents. */
const checkedFetch: typeof fetch = async (input, init) => {
  const response = await systemFetch(input, init);
  const url = new URL(input instanceof Request ? input.url : input);
  const contract = url.pathname.startsWith('/_widgets/') ? widgetsContract : publicContract;
  const operation = contract.operationOf(init?.method ?? 'GET', url.pathname);
  // 401 is the same for every operation and is not repeated in each.
  if (operation && response.status !== 401) {
    const isJson = response.headers.get('content-type')?.includes('json');
    const body = isJson ? await response.clone().json() : undefined;
    if (isJson) assert.deepEqual(contract.problems(operation, response.status, body), []);
  }
  return response;
};
