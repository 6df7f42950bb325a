import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// These tests make Local WorkOS fail.
test.use({ ownServers: OWN_SERVERS.plain });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

for (const [step, path] of [
  ['the organization', '/organizations'],
  ['the membership', '/user_management/organization_memberships'],
] as const) {
  test(`says when creating ${step} fails; trying again creates one organization`, async ({
    page,
    localWorkOS,
  }) => {
    const person = await localWorkOS.createPerson('Tess');
    const name = `Second Try with ${step}`;
    await localWorkOS.signIn(page, person);
    const field = page.getByLabel('Organization name');
    const create = page.getByRole('button', { name: 'Create organization' });
    await field.fill(name);
    await localWorkOS.addFault({ method: 'POST', path, status: 400 });
    await create.click();
    await expect(page.getByText(/couldn’t be created/)).toBeVisible();
    await expect(field).toHaveValue(name);
    await localWorkOS.clearFaults();

    await create.click();
    await expect(memberRow(page, person)).toContainText('Admin');
    const all = await localWorkOS.sdk.organizations.listOrganizations({ limit: 100 });
    const organizations = await all.autoPagination();
    expect(organizations.filter((each) => each.name === name)).toHaveLength(1);
  });
}
