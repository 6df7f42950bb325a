import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHarness } from './harness.ts';

const harness = await startHarness();
const { organizations } = harness.workos;

test('creates, reads, updates and deletes an organization', async () => {
  const created = await organizations.createOrganization({ name: 'Hooli', externalId: 'hooli-1' });
  assert.match(created.id, /^org_/);
  assert.equal((await organizations.getOrganization(created.id)).name, 'Hooli');
  assert.equal((await organizations.getOrganizationByExternalId('hooli-1')).id, created.id);
  const updated = await organizations.updateOrganization({ organization: created.id, name: 'Hooli XYZ' });
  assert.equal(updated.name, 'Hooli XYZ');
  await organizations.deleteOrganization(created.id);
  await assert.rejects(organizations.getOrganization(created.id), { status: 404 });
});
