import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import { gunzipSync } from 'node:zlib';
import { WorkOS } from '@workos-inc/node';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { startServer } from '../src/server.ts';
import { ACME, MARCELINA } from './harness.ts';
import { dataFolder } from './program.ts';

/** Data written by the version before Local WorkOS became a package: the seed, plus API calls. */
const FILE = new URL('fixtures/version-0.db.gz', import.meta.url);

/** The day it was written, when nothing in it had expired. */
const WRITTEN = new Date('2026-11-26T12:00:00Z');

const TABLES = [
  'users',
  'organizations',
  'organization_memberships',
  'sessions',
  'api_keys',
  'directory_users',
  'data_installations',
];

test('opens a data file of an earlier version and keeps its data', async () => {
  const folder = dataFolder();
  const file = join(folder, 'workos.db');
  writeFileSync(file, gunzipSync(readFileSync(FILE)));
  const before = rowCounts(file);

  const server = await startServer({ port: 0, data: folder }, () => WRITTEN);
  after(() => server.close());
  assert.deepEqual(rowCounts(file), before);

  const { port } = new URL(server.origin);
  const workos = new WorkOS(API_KEY, {
    clientId: CLIENT_ID,
    apiHostname: 'localhost',
    port: Number(port),
    https: false,
  });
  const organization = await workos.organizations.getOrganizationByExternalId('before-1');
  assert.equal(organization.name, 'Written Before');
  assert.deepEqual(
    organization.domains.map(({ domain, state }) => [domain, state]),
    [['written-before.example', 'verified']],
  );

  const listed = await workos.get<{ data: { id: string; uri: string }[] }>('/user_management/redirect_uris');
  const redirectUri = listed.data.data.find(({ uri }) => uri === 'http://localhost:5000/callback');
  assert.match(redirectUri?.id ?? '', /^redir_[0-9A-Z]{26}$/);

  const { userManagement } = workos;
  const email = 'before@written-before.example';
  const { user } = await userManagement.authenticateWithPassword({
    clientId: CLIENT_ID,
    email,
    password: 'a long enough password 42',
  });
  assert.equal(user.email, email);

  const { data: invitations } = await userManagement.listInvitations({ organizationId: ACME });
  const invitation = invitations.find((each) => each.email === 'guest@written-before.example');
  assert.equal(invitation?.state, 'pending');
  await userManagement.revokeInvitation(invitation.id);

  const { token } = await workos.widgets.createToken({
    organizationId: ACME,
    userId: MARCELINA,
    scopes: ['widgets:users-table:manage'],
  });
  const [header = ''] = token.split('.');
  assert.equal(
    JSON.parse(Buffer.from(header, 'base64url').toString()).kid,
    'sso_oidc_key_pair_KP8QocMPOvfEps0S',
  );

  const authorize = new URL('/user_management/authorize', server.origin);
  authorize.search = new URLSearchParams({
    client_id: CLIENT_ID,
    redirect_uri: 'http://localhost:5000/callback',
    response_type: 'code',
    provider: 'authkit',
  }).toString();
  const response = await fetch(authorize, { redirect: 'manual' });
  assert.equal(response.status, 302);
});

function rowCounts(file: string): Record<string, unknown> {
  const database = new DatabaseSync(file, { readOnly: true });
  const counts = TABLES.map((table) => [
    table,
    database.prepare(`SELECT count(*) AS rows FROM ${table}`).get()?.rows,
  ]);
  database.close();
  return Object.fromEntries(counts);
}
