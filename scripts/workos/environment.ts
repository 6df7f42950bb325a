import type { AuditLogSchema } from './audit-log-schemas.ts';

/** Where WorkOS's API is, and the credentials of one environment. */
export interface Credentials {
  apiOrigin: string;
  apiKey: string;
  clientId: string;
}

export interface Role {
  slug: string;
  name: string;
  permissions: string[];
}

/** The role of an organization's creator, as in lib/organization.ts. */
export const ADMIN_ROLE = 'admin';

/** An unexpected answer, or none. Without an answer there is no status. */
export class WorkOSError extends Error {
  readonly status: number | undefined;

  constructor(message: string, status?: number) {
    super(message);
    this.name = 'WorkOSError';
    this.status = status;
  }
}

/** The API's address, from the same variables that AuthKit reads. */
export function apiOrigin(env: NodeJS.Dict<string>): string {
  const scheme = env.WORKOS_API_HTTPS === 'false' ? 'http' : 'https';
  const port = env.WORKOS_API_PORT ? `:${env.WORKOS_API_PORT}` : '';
  return `${scheme}://${env.WORKOS_API_HOSTNAME || 'api.workos.com'}${port}`;
}

/** The headers that widgets send. CORS must allow each of them. */
const WIDGET_HEADERS = [
  'authorization',
  'content-type',
  'workos-widgets-type',
  'workos-widgets-version',
  'x-elevated-access-token',
];

/** The parts of WorkOS's API that set up and inspect an environment. All throw WorkOSError. */
export class Environment {
  readonly #credentials: Credentials;

  constructor(credentials: Credentials) {
    this.#credentials = credentials;
  }

  /** Whether the API accepts the key. */
  async acceptsKey(): Promise<boolean> {
    const { status } = await this.#call('GET', '/organizations?limit=1');
    return status === 200;
  }

  /** Whether a client with this ID exists. */
  async knowsClient(): Promise<boolean> {
    const { status } = await this.#call('GET', `/sso/jwks/${encodeURIComponent(this.#credentials.clientId)}`);
    return status === 200;
  }

  /** Whether key and client belong to the same environment: only then does WorkOS look at the code of an exchange. */
  async belongTogether(): Promise<boolean> {
    const { body } = await this.#call('POST', '/user_management/authenticate', {
      client_id: this.#credentials.clientId,
      client_secret: this.#credentials.apiKey,
      grant_type: 'authorization_code',
      code: 'does-not-exist',
    });
    return body.error === 'invalid_grant';
  }

  /** How far this machine's clock is ahead of WorkOS's, in seconds. Undefined if WorkOS doesn't say. */
  async clockSkew(): Promise<number | undefined> {
    const { headers } = await this.#call('GET', '/organizations?limit=1');
    const date = headers.get('date');
    return date ? Math.round((Date.now() - Date.parse(date)) / 1000) : undefined;
  }

  /** Whether WorkOS allows this redirect URI. */
  async allowsRedirect(redirectUri: string): Promise<boolean> {
    const query = new URLSearchParams({
      client_id: this.#credentials.clientId,
      redirect_uri: redirectUri,
      response_type: 'code',
      provider: 'authkit',
    });
    const { status, headers } = await this.#call('GET', `/user_management/authorize?${query}`);
    return status >= 300 && status < 400 && !/[?&/]error/.test(headers.get('location') ?? '');
  }

  /** Whether browsers may call the widgets' API from this origin. Asks the way a browser does. */
  async allowsOrigin(origin: string): Promise<boolean> {
    const { headers } = await this.#fetch('/_widgets/UserManagement/members', {
      method: 'OPTIONS',
      headers: {
        Origin: origin,
        'Access-Control-Request-Method': 'GET',
        'Access-Control-Request-Headers': WIDGET_HEADERS.join(','),
      },
    });
    const allowed = (headers.get('access-control-allow-headers') ?? '').toLowerCase().split(/\s*,\s*/);
    return (
      ['*', origin].includes(headers.get('access-control-allow-origin') ?? '') &&
      (allowed.includes('*') || WIDGET_HEADERS.every((header) => allowed.includes(header)))
    );
  }

  /** @returns False if it was already allowed. */
  async addRedirectUri(uri: string): Promise<boolean> {
    if (await this.allowsRedirect(uri)) return false;
    return this.#add('/user_management/redirect_uris', { uri });
  }

  /** @returns False if it was already allowed. */
  async addCorsOrigin(origin: string): Promise<boolean> {
    if (await this.allowsOrigin(origin)) return false;
    return this.#add('/user_management/cors_origins', { origin });
  }

  async roles(): Promise<Role[]> {
    const body = await this.#expect('GET', '/authorization/roles', undefined, 200);
    return body.data as Role[];
  }

  async permissions(): Promise<string[]> {
    return (await this.#list<{ slug: string }>('/authorization/permissions')).map(({ slug }) => slug);
  }

  async createPermission(slug: string, name: string): Promise<void> {
    await this.#expect('POST', '/authorization/permissions', { slug, name }, 201);
  }

  async createRole(slug: string, name: string): Promise<Role> {
    return (await this.#expect('POST', '/authorization/roles', { slug, name }, 201)) as unknown as Role;
  }

  /** The names of the actions that have an audit log schema. */
  async auditLogActions(): Promise<string[]> {
    return (await this.#list<{ name: string }>('/audit_logs/actions')).map(({ name }) => name);
  }

  async createAuditLogSchema(action: string, schema: AuditLogSchema): Promise<void> {
    await this.#expect('POST', `/audit_logs/actions/${encodeURIComponent(action)}/schemas`, schema, 201);
  }

  async addPermissionToRole(roleSlug: string, permission: string): Promise<void> {
    const path = `/authorization/roles/${encodeURIComponent(roleSlug)}/permissions`;
    await this.#expect('POST', path, { slug: permission }, 200);
  }

  /** Adds to a list. WorkOS answers a duplicate with 409, or with 422 and a message. @returns False for a duplicate. */
  async #add(path: string, entry: Record<string, string>): Promise<boolean> {
    const { status, body } = await this.#call('POST', path, entry);
    if (status === 409 || (status === 422 && /already exists/i.test(String(body.message)))) return false;
    if (status !== 201) throw new WorkOSError(explainStatus(status, body), status);
    return true;
  }

  /** Every page of a list. */
  async #list<Item>(path: string): Promise<Item[]> {
    const items: Item[] = [];
    let after: string | null = null;
    do {
      const query = new URLSearchParams({ limit: '100', ...(after ? { after } : {}) });
      const body = await this.#expect('GET', `${path}?${query}`, undefined, 200);
      items.push(...(body.data as Item[]));
      after = (body.list_metadata as { after: string | null }).after;
    } while (after);
    return items;
  }

  async #expect(method: string, path: string, body: unknown, expected: number): Promise<Answer['body']> {
    const answer = await this.#call(method, path, body);
    if (answer.status !== expected)
      throw new WorkOSError(explainStatus(answer.status, answer.body), answer.status);
    return answer.body;
  }

  #call(method: string, path: string, body?: unknown): Promise<Answer> {
    return this.#fetch(path, {
      method,
      redirect: 'manual',
      headers: { Authorization: `Bearer ${this.#credentials.apiKey}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async #fetch(path: string, init: RequestInit): Promise<Answer> {
    const { apiOrigin: origin } = this.#credentials;
    let answer: Answer;
    try {
      const response = await fetch(origin + path, { ...init, signal: AbortSignal.timeout(15_000) });
      answer = {
        status: response.status,
        headers: response.headers,
        body: parse(await response.text()),
      };
    } catch (error) {
      const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : '';
      throw new WorkOSError(
        `${origin} cannot be reached${cause ? ` (${cause})` : ''}. Check your connection, then run this again.`,
      );
    }
    // An outage says nothing about the question, so it must not count as an answer.
    if (answer.status === 429 || answer.status >= 500) {
      const what = explainStatus(answer.status, answer.body);
      throw new WorkOSError(`${what}. Run this again in a moment.`, answer.status);
    }
    return answer;
  }
}

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

function parse(text: string): Answer['body'] {
  try {
    const body = JSON.parse(text);
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

function explainStatus(status: number, { message, error_description: description }: Answer['body']): string {
  return `WorkOS answered ${status}${message || description ? `: ${message ?? description}` : ''}`;
}
