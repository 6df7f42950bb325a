import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

interface OpenApi {
  paths: Record<string, Record<string, { responses?: Record<string, unknown> }>>;
}

/** Checks responses against a published OpenAPI. */
export class Contract {
  readonly #document: OpenApi;
  readonly #ajv: Ajv2020;
  readonly #operations: { method: string; path: string; pattern: RegExp }[];
  readonly #validators = new Map<string, ValidateFunction>();

  readonly #text: string;

  constructor(file: string) {
    this.#text = readFileSync(file, 'utf8');
    this.#document = parse(this.#text);
    this.#ajv = new Ajv2020({ strict: false, allErrors: true, discriminator: false });
    addFormats.default(this.#ajv);
    this.#ajv.addSchema(this.#document, 'contract');
    this.#operations = Object.entries(this.#document.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path,
        pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`),
      })),
    );
  }

  /** Every operation, as `METHOD /path`. */
  get operations(): string[] {
    return this.#operations.map(({ method, path }) => `${method} ${path}`);
  }

  /** The operation of a request, as `METHOD /path/{id}`. Prefers paths without parameters. */
  operationOf(method: string, pathname: string): string | undefined {
    const matching = this.#operations.filter((each) => each.method === method && each.pattern.test(pathname));
    const best = matching.toSorted((a, b) => parameters(a.path) - parameters(b.path))[0];
    return best && `${best.method} ${best.path}`;
  }

  /**
   * The problems of a response; empty when it is as documented.
   * @param body The JSON body; undefined for other responses, such as a hosted page.
   */
  problems(operation: string, status: number, body: unknown): string[] {
    const [method = '', path = ''] = operation.split(' ');
    const responses = this.#document.paths[path]?.[method.toLowerCase()]?.responses ?? {};
    if (!(status in responses)) {
      if (body === undefined || (isUnlisted(operation, status) && hasMessage(body))) return [];
      return [`${operation} does not document status ${status}: ${JSON.stringify(body)}`];
    }
    const pointer = `#/paths/${encodePointer(path)}/${method.toLowerCase()}/responses/${status}/content/application~1json/schema`;
    const validate = this.#validator(pointer);
    if (!validate) return [];
    if (body === undefined) return [`${operation} ${status}: the body is not JSON`];
    const known = operation === 'GET /events' ? this.#knownEvents(body) : body;
    if (validate(known) || isDocumentedLater(operation, status, body)) return [];
    return (validate.errors ?? [])
      .filter(({ instancePath }) => !GROWN.test(instancePath))
      .map(
        ({ instancePath, message }) =>
          `${operation} ${status}: ${instancePath || 'body'} ${message} in ${JSON.stringify(body)}`,
      );
  }

  /** Without the events that only a later OpenAPI documents. */
  #knownEvents(body: unknown): unknown {
    if (!isEventList(body)) return body;
    return { ...body, data: body.data.filter(({ event }) => this.#text.includes(`const: ${event}\n`)) };
  }

  #validator(pointer: string): ValidateFunction | undefined {
    const known = this.#validators.get(pointer);
    if (known) return known;
    if (!this.#has(pointer)) return undefined;
    const validate = this.#ajv.compile({ $ref: `contract${pointer}` });
    this.#validators.set(pointer, validate);
    return validate;
  }

  #has(pointer: string): boolean {
    let node: unknown = this.#document;
    for (const part of pointer.slice(2).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof node !== 'object' || node === null || !(key in node)) return false;
      node = (node as Record<string, unknown>)[key];
    }
    return true;
  }
}

/** The contract of the public API: the file that `OPENAPI_SPEC` names, or the installed one, which is older. */
export const publicContract = new Contract(
  process.env.OPENAPI_SPEC || installed('@workos/openapi-spec/open-api-spec.yaml'),
);

/** The contract of the widgets' API, of which 44 operations are published. */
export const widgetsContract = new Contract(
  installed('@workos/skills/plugins/workos/skills/workos-widgets/references/widgets-open-api-spec.yaml'),
);

function installed(file: string): string {
  return fileURLToPath(new URL(`../node_modules/${file}`, import.meta.url));
}

function isEventList(body: unknown): body is { data: { event: string }[] } {
  return typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data);
}

/** Properties with more values in the installed widgets, or in a later OpenAPI, than in the installed one. */
const GROWN = /\/(integrationType|credentialsType|log_stream\/type)$/;

/** Responses that the OpenAPI omits for these operations but documents for similar ones, in the same format. */
const UNLISTED = new Set([
  'PUT /user_management/users/{id} 404',
  'DELETE /organizations/{id} 404',
  'DELETE /directories/{id} 404',
  'POST /user_management/invitations/{id}/revoke 404',
  'GET /authorization/permissions 422',
  'GET /user_management/users/{userlandUserId}/auth_factors 404',
  'POST /user_management/users/{userlandUserId}/auth_factors 404',
  'GET /_widgets/admin-portal/sso-connections 403',
  'POST /organization_domains 404',
  'POST /organization_domains 422',
  'POST /organization_domains/{id}/verify 404',
  'POST /user_management/sessions/revoke 422',
  'POST /sso/logout/authorize 422',
  'POST /data-integrations/{slug}/token 422',
  'POST /data-integrations/{slug}/token 503',
]);

/** Bodies that a later OpenAPI documents beside those of the installed one, with their constants. */
const DOCUMENTED_LATER: Record<string, Record<string, string>> = {
  'POST /user_management/authenticate 429': {
    error: 'too_many_requests',
    error_description: 'The request failed due to: too_many_requests.',
  },
};

function isDocumentedLater(operation: string, status: number, body: unknown): boolean {
  const expected = DOCUMENTED_LATER[`${operation} ${status}`];
  return expected !== undefined && isDeepStrictEqual(body, expected);
}

function isUnlisted(operation: string, status: number): boolean {
  // An invalid key has the same response everywhere, but is rarely documented.
  return status === 401 || UNLISTED.has(`${operation} ${status}`);
}

function hasMessage(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'message' in body && typeof body.message === 'string';
}

function parameters(path: string): number {
  return path.split('{').length;
}

function encodePointer(path: string): string {
  return encodeURIComponent(path.replaceAll('~', '~0').replaceAll('/', '~1'));
}
