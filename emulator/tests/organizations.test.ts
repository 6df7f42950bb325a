import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Harness, startHarness } from './harness.ts';

let harness: Harness;
before(async () => {
  harness = await startHarness();
});
after(() => harness.close());

test('creates, reads, updates and deletes an organization', async () => {
  const { organizations } = harness.workos;
  const created = await organizations.createOrganization({ name: 'Hooli', externalId: 'hooli-1' });
  assert.match(created.id, /^org_/);
  assert.equal((await organizations.getOrganization(created.id)).name, 'Hooli');
  assert.equal((await organizations.getOrganizationByExternalId('hooli-1')).id, created.id);
  const updated = await organizations.updateOrganization({ organization: created.id, name: 'Hooli XYZ' });
  assert.equal(updated.name, 'Hooli XYZ');
  await organizations.deleteOrganization(created.id);
  await assert.rejects(organizations.getOrganization(created.id), { status: 404 });
});
