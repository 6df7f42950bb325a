import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { startServer } from '../src/server.ts';
import { Browser, signInAs } from './browser.ts';
import { createMember, createOrganization, startHarness } from './harness.ts';
import { refreshSession } from './signed-in.ts';

const harness = await startHarness();

const entitlementsOf = (accessToken: string) =>
  decodeJwt<{ entitlements?: string[] }>(accessToken).entitlements;

async function save(organizationId: string, entitlements: string) {
  const browser = new Browser(harness);
  const page = await browser.open(`/organizations/${organizationId}/manage`);
  return browser.submit(page, `/organizations/${organizationId}/entitlements`, { entitlements });
}

test("a session gets the organization's entitlements with its next access token", async () => {
  const { id, adminId } = await createOrganization(harness);
  const other = await createOrganization(harness);
  const first = await signInAs(harness, adminId, id);
  assert.deepEqual(entitlementsOf(first.accessToken), []);
  await save(id, ' audit-logs, sso ,audit-logs');
  const second = await refreshSession(harness, first.refreshToken);
  assert.deepEqual(entitlementsOf(second.accessToken), ['audit-logs', 'sso']);
  const theirs = await signInAs(harness, other.adminId, other.id);
  assert.deepEqual(entitlementsOf(theirs.accessToken), []);
  await save(id, '');
  const third = await refreshSession(harness, second.refreshToken);
  assert.deepEqual(entitlementsOf(third.accessToken), []);
});

test('a session without an organization has no entitlements', async () => {
  const { id } = await createMember(harness);
  assert.equal(entitlementsOf((await signInAs(harness, id)).accessToken), undefined);
});

test('refuses what is no list of lookup keys, and keeps the one that was there', async () => {
  const { id, adminId } = await createOrganization(harness);
  await save(id, 'sso');
  for (const [text, says] of [
    ['sso,,audit-logs', /cannot be empty/],
    [',', /cannot be empty/],
    ['x'.repeat(81), /at most 80 characters/],
  ] as const) {
    const page = await save(id, text);
    assert.equal(page.status, 422, text);
    assert.match(page.alert, says);
  }
  assert.deepEqual(entitlementsOf((await signInAs(harness, adminId, id)).accessToken), ['sso']);
  assert.equal((await harness.postForm('/organizations/org_none/entitlements')).status, 404);
});

test('keeps what the API knows nothing of when an organization is updated', async () => {
  const { id, adminId } = await createOrganization(harness);
  await save(id, 'sso');
  await harness.workos.organizations.updateOrganization({ organization: id, name: 'Renamed' });
  assert.deepEqual(entitlementsOf((await signInAs(harness, adminId, id)).accessToken), ['sso']);
});

test('seeds entitlements', async () => {
  const start = (entitlements: string[]) =>
    startServer({ port: 0, data: ':memory:', seed: { organizations: [{ name: 'Ours', entitlements }] } });
  const server = await start(['sso', 'audit-logs']);
  const row = server.local.db.get<{ entitlements: string }>('SELECT entitlements FROM organizations');
  await server.close();
  assert.equal(row?.entitlements, '["sso","audit-logs"]');
  await assert.rejects(start(['a,b']), /organizations\[0\]\.entitlements\[0\]: A lookup key has no commas/);
});
