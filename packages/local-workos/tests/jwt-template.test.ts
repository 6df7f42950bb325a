import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import { DomainDataState } from '@workos-inc/node';
import { decodeJwt } from 'jose';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { deleteJwtTemplate } from '../src/store/jwt-template.ts';
import { Browser, signInAs } from './browser.ts';
import { answer, createMember, startHarness } from './harness.ts';
import { refreshSession } from './signed-in.ts';

const harness = await startHarness();
const { organizations, userManagement } = harness.workos;
const PATH = '/user_management/jwt_template';

beforeEach(() => deleteJwtTemplate(harness.server.local.db));

function put(body: unknown): Promise<Response> {
  return harness.request(PATH, {
    method: 'PUT',
    headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function setTemplate(content: string): Promise<void> {
  const response = await put({ content });
  assert.equal(response.status, 200, await response.text());
}

/** A user with attributes, and their organization. */
async function createAda() {
  const organization = await organizations.createOrganization({
    name: 'Analytical Engines',
    metadata: { tier: 'gold' },
    domainData: [{ domain: `${randomUUID()}.example`, state: DomainDataState.Verified }],
  });
  const user = await userManagement.createUser({
    email: `ada-${randomUUID()}@example.com`,
    emailVerified: true,
    firstName: 'Ada',
    externalId: `ada "the first" ${randomUUID()}`,
    metadata: { language: ' es ', plan: '{{ user.id }}', 'time-zone': 'UTC' },
  });
  await userManagement.createOrganizationMembership({
    userId: user.id,
    organizationId: organization.id,
    roleSlug: 'admin',
  });
  return { user, organization };
}

const claimsOf = (accessToken: string): Record<string, unknown> => decodeJwt(accessToken);

test('has no template until one is set, and keeps when it was created', async (t) => {
  harness.stopClock(t);
  assert.equal((await harness.get(PATH)).status, 404);
  const content = '{"email": "{{ user.email }}"}';
  const first = (await (await put({ content })).json()) as Record<string, string>;
  assert.deepEqual(Object.keys(first), ['object', 'content', 'created_at', 'updated_at']);
  assert.deepEqual([first.object, first.content], ['jwt_template', content]);
  assert.equal(first.created_at, first.updated_at);
  harness.advance(60);
  const second = (await (await put({ content: '{"id": "{{ user.id }}"}' })).json()) as Record<string, string>;
  assert.equal(second.created_at, first.created_at);
  assert.notEqual(second.updated_at, first.updated_at);
  assert.deepEqual(await answer(await harness.get(PATH)), { status: 200, body: second });
});

test('adds claims from the user, the organization, and the membership', async () => {
  const { user, organization } = await createAda();
  await setTemplate(`{
    "aud": "my-app",
    "urn:myapp:name": "{{ user.first_name }} {{ user.last_name || 'Unknown' }}",
    "urn:myapp:email": {{ user.email }},
    "urn:myapp:verified": {{user.email_verified}},
    "urn:myapp:external": "<{{ user.external_id }}>",
    "urn:myapp:metadata": {{ user.metadata }},
    "urn:myapp:zone": {{ user.metadata.time-zone }},
    "urn:myapp:tier": "{{ organization.metadata.tier || 'bronze' }}",
    "urn:myapp:region": "{{ organization.metadata.region || organization.external_id || 'eu }}' }}",
    "urn:myapp:domain": "{{ organization.domains.0.domain }}",
    "urn:myapp:nested": { "role": ["{{ organization_membership.role.slug }}", null, 7] }
  }`);
  const { accessToken } = await signInAs(harness, user.id, organization.id);
  const claims = Object.entries(claimsOf(accessToken)).filter(([name]) => /^(aud$|urn:)/.test(name));
  assert.deepEqual(Object.fromEntries(claims), {
    aud: 'my-app',
    'urn:myapp:name': 'Ada Unknown',
    'urn:myapp:email': user.email,
    'urn:myapp:verified': true,
    'urn:myapp:external': `<${user.externalId}>`,
    'urn:myapp:metadata': { language: 'es', plan: '{{ user.id }}', 'time-zone': 'UTC' },
    'urn:myapp:zone': 'UTC',
    'urn:myapp:tier': 'gold',
    'urn:myapp:region': 'eu }}',
    'urn:myapp:domain': organization.domains[0]?.domain,
    'urn:myapp:nested': { role: ['admin', null, 7] },
  });
  assert.equal(claimsOf(accessToken).sub, user.id);
});

test('leaves out a claim that is null, and null in a text', async () => {
  const { id } = await createMember(harness);
  await setTemplate(
    `{"a": {{ user.first_name }}, "b": "{{ user.first_name }} {{ user.last_name }} x ",
      "c": {{ organization.id }}, "d": {{ user.metadata.none }}, "e": null}`,
  );
  const claims = claimsOf((await signInAs(harness, id)).accessToken);
  assert.equal(claims.b, 'x');
  for (const name of ['a', 'c', 'd', 'e']) assert.equal(name in claims, false, name);
});

test('applies from the next access token of a session on', async () => {
  const { user, organization } = await createAda();
  const { accessToken, refreshToken } = await signInAs(harness, user.id, organization.id);
  assert.equal('name' in claimsOf(accessToken), false);
  await setTemplate('{"name": "{{ user.first_name }}", "permissions": ["all"]}');
  const refreshed = await refreshSession(harness, refreshToken);
  const { name, permissions } = claimsOf(refreshed.accessToken);
  assert.deepEqual([name, permissions], ['Ada', ['all']]);
});

/** Templates that are refused, and why. */
const WRONG: readonly [content: string, says: RegExp][] = [
  ['', /render to JSON|JSON/],
  ['no JSON', /JSON/],
  ['[ {{ user.email }} ]', /at least one explicitly defined top-level key/],
  ['{{ user.metadata }}', /at least one explicitly defined top-level key/],
  ['{}', /at least one explicitly defined top-level key/],
  ['"text"', /at least one explicitly defined top-level key/],
  ['null', /at least one explicitly defined top-level key/],
  ['{ "iss": {{ user.email }} }', /Keys reserved: iss/],
  ['{ "a": 1, "\\u0073ub": "x", "jti": 1 }', /Keys reserved: sub, jti/],
  ['{ "{{ user.id }}": 1 }', /top-level key cannot contain/],
  ['{ {{ user.id }}: 1 }', /top-level key cannot contain/],
  ['{ "a": { {{ user.id }}: 1 } }', /JSON/],
  ['{ "a": {{ user.id }}{{ user.id }} }', /JSON/],
  ['{ "user": "{{ user.metadata }}" }', /String encapsulated expression cannot contain object reference/],
  ['{ "user": "{{ user }}" }', /cannot contain object reference/],
  ['{ "user": "{{ user.id || organization.domains.0 }}" }', /cannot contain object reference/],
  ['{ "a": {{ user.email && user user }} }', /Invalid expression segment/],
  ['{ "a": {{ user.email || || user.email }} }', /Invalid expression segment/],
  ['{ "a": {{ user.email || }} }', /Invalid expression segment/],
  ['{ "a": {{ user..email }} }', /Invalid expression segment/],
  ['{ "a": {{ "x" "y" }} }', /Invalid expression segment/],
  ['{ "a": "{{ user.email | upcase }}" }', /Invalid expression segment.*Local WorkOS knows no filters/],
  ['{ "a": "{% if user.id %}x{% endif %}" }', /Local WorkOS knows no control tags/],
  ['{ "a": {{ user.id', /missing '\}\}'/],
  ['{ "a": {{ \'x }} }', /missing '\}\}'/],
  ['{ "a": {{}} }', /Expression cannot be empty/],
  ['{ "a": "{{  }}" }', /Expression cannot be empty/],
  ['{ "a": {{ unknown.variable }} }', /Invalid path: "unknown\.variable"/],
  ['{ "a": {{ user.nickname }} }', /Invalid path: "user\.nickname"/],
  ['{ "a": {{ user.email.length }} }', /Invalid path/],
  ['{ "a": {{ user.constructor }} }', /Invalid path/],
  ['{ "a": {{ organization.domains.first }} }', /Invalid path/],
  [`{ "a": "${'x'.repeat(3072)}" }`, /at most 3072 bytes/],
  [`{ "a": ${'['.repeat(100_000)}${']'.repeat(100_000)} }`, /nested too deeply/],
];

test('refuses what is no template, says why, and keeps the one that was there', async () => {
  await setTemplate('{"a": 1}');
  const before = await answer(await harness.get(PATH));
  for (const [content, says] of WRONG) {
    const { status, body } = await answer(await put({ content }));
    assert.equal(status, 422, content);
    const { code, message } = body as { code: string; message: string };
    assert.equal(code, 'invalid_request_parameters', content);
    assert.match(message, says, content);
  }
  for (const body of [{}, { content: 7 }, { content: null }, { content: { a: 1 } }]) {
    assert.equal((await put(body)).status, 422, JSON.stringify(body));
  }
  assert.equal((await harness.get(PATH, 'sk_wrong')).status, 401);
  assert.deepEqual(await answer(await harness.get(PATH)), before);
});

test('does not sign claims that are too large, and the session stays as it was', async () => {
  const { user, organization } = await createAda();
  const { refreshToken } = await signInAs(harness, user.id, organization.id);
  const sessions = async () => (await userManagement.listSessions(user.id)).data.map(({ id }) => id);
  const before = await sessions();
  await userManagement.updateUser({ userId: user.id, password: 'a long enough password 42' });
  const metadata = Object.fromEntries([1, 2, 3, 4, 5, 6].map((key) => [`key-${key}`, 'é'.repeat(300)]));
  await userManagement.updateUser({ userId: user.id, metadata });
  await setTemplate('{"metadata": {{ user.metadata }}}');
  const tooLarge = { status: 422, message: /renders to \d+ bytes for this user\. WorkOS's limit is 3072/ };
  await assert.rejects(refreshSession(harness, refreshToken), tooLarge);
  const signIn = { clientId: CLIENT_ID, email: user.email, password: 'a long enough password 42' };
  await assert.rejects(userManagement.authenticateWithPassword(signIn), tooLarge);
  const { id: organizationId } = await organizations.createOrganization({ name: 'Other' });
  await userManagement.createOrganizationMembership({ userId: user.id, organizationId });
  const refresh = { clientId: CLIENT_ID, refreshToken, organizationId };
  await assert.rejects(userManagement.authenticateWithRefreshToken(refresh), tooLarge);
  assert.deepEqual(await sessions(), before);
  const [session] = (await userManagement.listSessions(user.id)).data;
  assert.equal(session?.organizationId, organization.id);
  await setTemplate('{"id": {{ user.id }}}');
  assert.equal(claimsOf((await refreshSession(harness, refreshToken)).accessToken).id, user.id);
});

test('is set and removed on the settings page', async () => {
  const browser = new Browser(harness);
  const content = '{"email": "{{ user.email }}"}';
  const action = '/settings/jwt-template';
  const saved = await browser.submit(await browser.open('/settings'), action, { content });
  assert.match(saved.text, /JWT template saved/);
  assert.ok(saved.text.includes('{"email": "{{ user.email }}"}'));
  const refused = await browser.submit(saved, action, { content: '{"exp": 1}' });
  assert.deepEqual([refused.status, refused.alert], [422, 'Keys reserved: exp.']);
  const { body } = await answer(await harness.get(PATH));
  assert.equal((body as { content: string }).content, content);
  await browser.submit(refused, action, { content: '' });
  assert.equal((await harness.get(PATH)).status, 404);
});
