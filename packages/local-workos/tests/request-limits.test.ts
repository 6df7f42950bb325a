import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { servedOperations } from '../scripts/served-operations.ts';
import { API_KEY } from '../src/http/options.ts';
import { newEvent, serialized } from './audit-logs.ts';
import { createMember, createOrganization, newEmail, startHarness } from './harness.ts';

/** Every limit that the OpenAPI sets on a request of the public API is held: a value outside is refused. */
const harness = await startHarness();
const { workos } = harness;

interface Schema {
  $ref?: string;
  properties?: Record<string, Schema>;
  items?: Schema;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  oneOf?: Schema[];
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  pattern?: string;
  format?: string;
  maxLength?: number;
  minLength?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  maxProperties?: number;
  propertyNames?: Schema;
}

interface Operation {
  parameters?: { in: string; name: string; schema?: Schema }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

interface OpenApi {
  paths: Record<string, Record<string, Operation>>;
}

const INSTALLED = new URL('../node_modules/@workos/openapi-spec/open-api-spec.yaml', import.meta.url);

const document: OpenApi = parse(readFileSync(process.env.OPENAPI_SPEC || INSTALLED, 'utf8'));

/** A field of a request, and a value that the OpenAPI does not allow there. */
interface Violation {
  field: readonly string[];
  rule: string;
  value: unknown;
}

/** `*` in a path stands for the name of a key, and `0` for the first item of a list. */
function violations(schema: Schema, field: readonly string[] = []): Violation[] {
  const { $ref, properties = {}, items, additionalProperties, allOf = [], oneOf = [], anyOf = [] } = schema;
  if ($ref) return violations(resolve($ref), field);
  return [
    ...ownViolations(schema).map(([rule, value]) => ({ field, rule, value })),
    ...Object.entries(properties).flatMap(([name, each]) => violations(each, [...field, name])),
    ...(items ? violations(items, [...field, '0']) : []),
    ...(typeof additionalProperties === 'object' ? violations(additionalProperties, [...field, '*']) : []),
    ...[...allOf, ...oneOf, ...anyOf].flatMap((each) => violations(each, field)),
  ];
}

function ownViolations(schema: Schema): [rule: string, value: unknown][] {
  const { pattern, maxLength, minLength, maxItems, maxProperties, propertyNames, format, minimum, maximum } =
    schema;
  const rules: [rule: string, value: unknown][] = [];
  if (schema.enum || schema.const !== undefined) rules.push(['enum', 'no-such-value']);
  if (pattern) rules.push(['pattern', 'ü']);
  if (maxLength !== undefined) rules.push(['maxLength', 'a'.repeat(maxLength + 1)]);
  if (minLength) rules.push(['minLength', '']);
  if (minimum !== undefined) rules.push(['minimum', minimum - 1]);
  if (maximum !== undefined) rules.push(['maximum', maximum + 1]);
  if (maxItems !== undefined) rules.push(['maxItems', Array(maxItems + 1).fill('a@example.com')]);
  if (maxProperties !== undefined) {
    const keys = Array.from({ length: maxProperties + 1 }, (_, index) => [`key${index}`, 'value']);
    rules.push(['maxProperties', Object.fromEntries(keys)]);
  }
  if (propertyNames?.maxLength !== undefined) {
    rules.push(['propertyNames', { ['a'.repeat(propertyNames.maxLength + 1)]: 'value' }]);
  }
  const malformed = format && FORMATS[format];
  if (malformed) rules.push(['format', malformed]);
  return rules;
}

const FORMATS: Record<string, string | undefined> = {
  email: 'nobody',
  'date-time': 'tomorrow',
  uri: 'nowhere',
};

function resolve(pointer: string): Schema {
  return pointer
    .slice(2)
    .split('/')
    .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Schema;
}

/** The body with one field replaced. */
function withField(body: unknown, [name, ...rest]: readonly string[], value: unknown): unknown {
  if (name === undefined) return value;
  if (name === '0') return [withField(Array.isArray(body) ? body[0] : {}, rest, value)];
  const object = typeof body === 'object' && body !== null ? body : {};
  const key = name === '*' ? 'key' : name;
  return { ...object, [key]: withField((object as Record<string, unknown>)[key], rest, value) };
}

/** A request that succeeds: its path and its body. */
type Valid = () => Promise<[path: string, body: Record<string, unknown>]>;

const SLUG = () => `slug-${crypto.randomUUID().slice(0, 8)}`;
const organizationId = async () => (await createOrganization(harness)).id;
const userId = async () => (await createMember(harness)).id;

async function member() {
  const organization = await createOrganization(harness);
  const { id } = await createMember(harness, organization.id);
  return { organizationId: organization.id, userId: id };
}

const webhook = () => ({
  endpoint_url: `https://example.com/${crypto.randomUUID()}`,
  events: ['user.created'],
});

/** Each served operation that has limits. Add the operation that a failure names. */
const VALID: Record<string, Valid> = {
  'POST /api_keys/{id}/expire': async () => {
    const id = await organizationId();
    const key = await workos.apiKeys.createOrganizationApiKey({ organizationId: id, name: 'Key' });
    return [`/api_keys/${key.id}/expire`, { expires_at: '2100-01-01T00:00:00.000Z' }];
  },
  'POST /auth/factors/enroll': async () => [
    '/auth/factors/enroll',
    { type: 'totp', totp_issuer: 'App', totp_user: newEmail() },
  ],
  'POST /audit_logs/events': async () => [
    '/audit_logs/events',
    { organization_id: await organizationId(), event: serialized(newEvent({ metadata: { note: 'value' } })) },
  ],
  'POST /audit_logs/exports': async () => [
    '/audit_logs/exports',
    {
      organization_id: await organizationId(),
      range_start: '2026-01-01T00:00:00.000Z',
      range_end: '2026-02-01T00:00:00.000Z',
    },
  ],
  'POST /authorization/permissions': async () => [
    '/authorization/permissions',
    { slug: SLUG(), name: 'Permission' },
  ],
  'PATCH /authorization/permissions/{slug}': async () => {
    const { slug } = await workos.authorization.createPermission({ slug: SLUG(), name: 'Permission' });
    return [`/authorization/permissions/${slug}`, { name: 'Renamed' }];
  },
  'POST /authorization/roles': async () => ['/authorization/roles', { slug: SLUG(), name: 'Role' }],
  'PATCH /authorization/roles/{slug}': async () => {
    const { slug } = await workos.authorization.createEnvironmentRole({ slug: SLUG(), name: 'Role' });
    return [`/authorization/roles/${slug}`, { name: 'Renamed' }];
  },
  'POST /authorization/organizations/{organizationId}/roles': async () => [
    `/authorization/organizations/${await organizationId()}/roles`,
    { slug: `org-${SLUG()}`, name: 'Role' },
  ],
  'PATCH /authorization/organizations/{organizationId}/roles/{slug}': async () => {
    const id = await organizationId();
    const { slug } = await workos.authorization.createOrganizationRole(id, {
      slug: `org-${SLUG()}`,
      name: 'Role',
    });
    return [`/authorization/organizations/${id}/roles/${slug}`, { name: 'Renamed' }];
  },
  'POST /organizations': async () => ['/organizations', { name: 'Organization' }],
  'PUT /organizations/{id}': async () => [`/organizations/${await organizationId()}`, { name: 'Renamed' }],
  'POST /organizations/{organizationId}/api_keys': async () => [
    `/organizations/${await organizationId()}/api_keys`,
    { name: 'Key' },
  ],
  'POST /organizations/{organizationId}/groups': async () => [
    `/organizations/${await organizationId()}/groups`,
    { name: 'Group' },
  ],
  'PATCH /organizations/{organizationId}/groups/{groupId}': async () => {
    const id = await organizationId();
    const group = await workos.groups.createGroup({ organizationId: id, name: 'Group' });
    return [`/organizations/${id}/groups/${group.id}`, { name: 'Renamed' }];
  },
  'POST /portal/generate_link': async () => [
    '/portal/generate_link',
    { organization: await organizationId(), intent: 'sso' },
  ],
  'POST /user_management/invitations': async () => ['/user_management/invitations', { email: newEmail() }],
  'POST /user_management/invitations/{id}/resend': async () => {
    const { id } = await workos.userManagement.sendInvitation({ email: newEmail() });
    return [`/user_management/invitations/${id}/resend`, {}];
  },
  'POST /user_management/magic_auth': async () => ['/user_management/magic_auth', { email: newEmail() }],
  'POST /user_management/password_reset': async () => {
    const { email } = await createMember(harness);
    return ['/user_management/password_reset', { email }];
  },
  'POST /user_management/users': async () => ['/user_management/users', { email: newEmail() }],
  'PUT /user_management/users/{id}': async () => [
    `/user_management/users/${await userId()}`,
    { first_name: 'Ada' },
  ],
  'POST /user_management/users/{userId}/api_keys': async () => {
    const ids = await member();
    return [
      `/user_management/users/${ids.userId}/api_keys`,
      { name: 'Key', organization_id: ids.organizationId },
    ];
  },
  'POST /user_management/users/{userlandUserId}/auth_factors': async () => [
    `/user_management/users/${await userId()}/auth_factors`,
    { type: 'totp' },
  ],
  'POST /webhook_endpoints': async () => ['/webhook_endpoints', webhook()],
  'PATCH /webhook_endpoints/{id}': async () => {
    const response = await harness.post('/webhook_endpoints', webhook());
    const { id } = (await response.json()) as { id: string };
    return [`/webhook_endpoints/${id}`, { events: ['user.updated'] }];
  },
  'POST /widgets/token': async () => {
    const ids = await member();
    return ['/widgets/token', { organization_id: ids.organizationId, user_id: ids.userId }];
  },
};

/** Operations whose limits have tests of their own, because the request leads to a page, a grant, or a provider. */
const ELSEWHERE = new Set([
  'POST /sso/token',
  'POST /user_management/authenticate',
  'POST /data-integrations/{slug}/authorize',
  'PUT /data-integrations/{slug}/api-key',
]);

const isServed = await servedOperations();

const LIMITED = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).flatMap(([name, { requestBody }]) => {
    const method = name.toUpperCase();
    const schemas = Object.values(requestBody?.content ?? {}).map(({ schema }) => schema);
    const found = schemas.flatMap((schema) => violations(schema));
    const operation = `${method} ${path}`;
    const isOurs = isServed({ method, path, group: '', summary: '' }) && !ELSEWHERE.has(operation);
    return found.length > 0 && isOurs ? [{ operation, method, found }] : [];
  }),
);

async function send(method: string, path: string, body: unknown) {
  const response = await fetch(harness.origin + path, {
    method,
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

test('knows a valid request of every served operation with limits', () => {
  assert.ok(LIMITED.length > 15);
  const unknown = LIMITED.map(({ operation }) => operation).filter((operation) => !VALID[operation]);
  assert.deepEqual(unknown, [], 'Add these to VALID.');
});

for (const { operation, method, found } of LIMITED) {
  test(`${operation}: holds every limit of the OpenAPI`, async () => {
    const valid = VALID[operation];
    assert.ok(valid);
    const [path, body] = await valid();
    for (const { field, rule, value } of found) {
      const { status, text } = await send(method, path, withField(body, field, value));
      assert.ok([400, 404, 422].includes(status), `${field.join('.')} ${rule}: ${status} ${text}`);
    }
    const { status, text } = await send(method, path, body);
    assert.ok(status === 200 || status === 201, `${status} ${text}`);
  });
}

/** Addresses of pages, whose parameters have tests of their own. */
const PAGES = new Set(['/sso/authorize', '/user_management/authorize', '/sso/logout']);

for (const [path, methods] of Object.entries(document.paths)) {
  const { parameters = [] } = methods.get ?? {};
  const found = parameters.flatMap(({ in: place, name, schema }) =>
    place === 'query' && schema ? violations(schema, [name]) : [],
  );
  const isList = !path.includes('{') && !PAGES.has(path);
  if (found.length === 0 || !isList || !isServed({ method: 'GET', path, group: '', summary: '' })) continue;
  test(`GET ${path}: holds every limit of its query`, async () => {
    for (const { field, rule, value } of found) {
      const [name = ''] = field;
      const query = new URLSearchParams({ [name]: String(value) });
      const response = await fetch(`${harness.origin}${path}?${query}`, {
        headers: { Authorization: `Bearer ${API_KEY}` },
      });
      assert.ok([400, 422].includes(response.status), `${name} ${rule}: ${response.status}`);
    }
  });
}
