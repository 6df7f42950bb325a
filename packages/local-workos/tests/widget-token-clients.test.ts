import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { decodeJwt } from 'jose';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { ACME, answer, KOFI, MARCELINA, sendRaw, startHarness, USERS_TABLE } from './harness.ts';
import { publicContract } from './openapi.ts';

/**
 * The reference documents `POST /widgets/token` for nine clients. Each must work with only the host changed.
 * The tests call the Node SDKs, and replay the requests of the other clients.
 */
const harness = await startHarness();
const DOCUMENTED_KEY = 'sk_example_123456789';

interface Client {
  name: string;
  headers: Record<string, string>;
  body: string;
  /** The user and the organization of the token. */
  user?: string;
  scopes?: string[];
}

const organizationAlone = JSON.stringify({ organization_id: ACME });
const all = { organization_id: ACME, user_id: KOFI, scopes: [USERS_TABLE] };

const clients: Client[] = [
  {
    // `-d @-` removes the line breaks of the example but keeps its indentation.
    name: 'curl',
    headers: { 'User-Agent': 'curl/8.14.1', Accept: '*/*', 'Content-Type': 'application/json' },
    body: `    {        "organization_id": "${ACME}",        "user_id": "${MARCELINA}",        "scopes": [            "${USERS_TABLE}"        ]    }`,
    user: MARCELINA,
    scopes: [USERS_TABLE],
  },
  {
    // workos-ruby: lib/workos/widgets.rb, lib/workos/base_client.rb (Net::HTTP)
    name: 'Ruby',
    headers: {
      'Accept-Encoding': 'gzip;q=1.0,deflate;q=0.6,identity;q=0.3',
      Accept: '*/*',
      'User-Agent': 'workos-ruby/7.0.0 ruby/3.4.4 (x86_64-linux)',
      'Content-Type': 'application/json',
    },
    body: organizationAlone,
  },
  {
    // workos-python: src/workos/widgets/_resource.py, src/workos/_base_client.py (httpx)
    name: 'Python',
    headers: {
      Accept: '*/*',
      'Accept-Encoding': 'gzip, deflate',
      Connection: 'keep-alive',
      'Content-Type': 'application/json',
      'User-Agent': 'workos-python/6.0.0 python/3.13.5',
      'Idempotency-Key': randomUUID(),
    },
    body: organizationAlone,
  },
  {
    // workos-go: widgets.go, client.go
    name: 'Go',
    headers: {
      'User-Agent': 'workos-go/v9.0.0',
      'Content-Type': 'application/json',
      'Idempotency-Key': randomUUID(),
      'Accept-Encoding': 'gzip',
    },
    body: organizationAlone,
  },
  {
    // workos-go up to v4: pkg/widgets/client.go
    name: 'Go, the older GetToken',
    headers: {
      'User-Agent': 'workos-go/v4.40.0',
      'Content-Type': 'application/json',
      'Accept-Encoding': 'gzip',
    },
    body: JSON.stringify(all),
    user: KOFI,
    scopes: [USERS_TABLE],
  },
  {
    // workos-php: lib/Service/Widgets.php, lib/HttpClient.php (Guzzle)
    name: 'PHP',
    headers: { 'Content-Type': 'application/json', 'User-Agent': 'WorkOS PHP/5.0.0' },
    body: organizationAlone,
  },
  {
    // workos-php up to 4: lib/Widgets.php
    name: 'PHP, the older getToken',
    headers: { 'Content-Type': 'application/json', Accept: '*/*', 'User-Agent': 'WorkOS PHP/4.20.0' },
    body: JSON.stringify(all),
    user: KOFI,
    scopes: [USERS_TABLE],
  },
  {
    // workos-kotlin: com/workos/widgets/Widgets.kt, com/workos/common/http/BaseClient.kt (OkHttp)
    name: 'Java and Kotlin',
    headers: {
      'User-Agent': 'workos-kotlin/5.0.0',
      Accept: 'application/json',
      'Content-Type': 'application/json; charset=utf-8',
      'Idempotency-Key': randomUUID(),
      Connection: 'Keep-Alive',
      'Accept-Encoding': 'gzip',
    },
    body: organizationAlone,
  },
  {
    // workos-dotnet: Services/Widgets/WidgetsService.cs, Client/WorkOSClient.cs, Client/Utilities/RequestUtilities.cs
    name: '.NET',
    headers: {
      'Accept-Encoding': 'utf-8',
      'User-Agent': 'workos-dotnet/3.0.0',
      'Content-Type': 'application/json',
    },
    body: organizationAlone,
  },
  {
    // workos-rust: src/resources/widgets.rs, src/client.rs (reqwest)
    name: 'Rust',
    headers: { 'User-Agent': 'workos-rust/1.0.1', 'Content-Type': 'application/json', Accept: '*/*' },
    body: organizationAlone,
  },
  {
    // The crate `workos` 0.8: src/widgets/operations/generate_token.rs sends omitted fields as null.
    name: 'Rust, the older generate_token',
    headers: { 'Content-Type': 'application/json', Accept: '*/*' },
    body: JSON.stringify({ organization_id: ACME, user_id: null, scopes: null }),
  },
];

for (const { name, headers, body, user, scopes = [] } of clients) {
  test(name, async () => {
    const response = await sendRaw(harness, '/widgets/token', {
      method: 'POST',
      headers: { Authorization: `Bearer ${DOCUMENTED_KEY}`, ...headers },
      body,
    });
    const { status, body: received } = await answer(response);
    assert.equal(status, 201, JSON.stringify(received));
    assert.deepEqual(publicContract.problems('POST /widgets/token', status, received), []);
    expectToken((received as { token: string }).token, user, scopes);
  });
}

test('Node: createToken', async () => {
  const workos = new WorkOS(DOCUMENTED_KEY, harness.clientOptions);
  const { token } = await workos.widgets.createToken({
    organizationId: ACME,
    userId: KOFI,
    scopes: [USERS_TABLE],
  });
  expectToken(token, KOFI, [USERS_TABLE]);
  expectToken((await workos.widgets.createToken({ organizationId: ACME })).token, undefined, []);
});

test('Node: the older getToken', async () => {
  const { port, apiHostname, https, fetchFn } = harness.clientOptions;
  const workos = new WorkOS7(DOCUMENTED_KEY, { port, apiHostname, https, fetchFn });
  const token = await workos.widgets.getToken({
    organizationId: ACME,
    userId: KOFI,
    scopes: [USERS_TABLE],
  });
  expectToken(token, KOFI, [USERS_TABLE]);
  expectToken(await workos.widgets.getToken({ organizationId: ACME }), undefined, []);
});

function expectToken(token: string, user: string | undefined, scopes: string[]): void {
  const claims = decodeJwt(token);
  assert.deepEqual([claims.org_id, claims.sub, claims.permissions], [ACME, user, scopes]);
}
