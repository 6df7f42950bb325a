import { OWN_SERVERS } from '../servers.ts';
import { expect, memberRow, test } from '../test.ts';

// These tests make Local WorkOS fail.
test.use({ ownServers: OWN_SERVERS.plain });
test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

// The unit tests of lib/organization.ts fail at each step of creating an organization.
test('says when creating an organization fails, and keeps the name for another try', async ({
  page,
  localWorkOS,
}) => {
  const person = await localWorkOS.createPerson('Tess');
  await localWorkOS.signIn(page, person);
  const field = page.getByLabel('Organization name');
  const create = page.getByRole('button', { name: 'Create organization' });
  await field.fill('Second Try');
  await localWorkOS.addFault({ method: 'POST', path: '/organizations', status: 400 });
  await create.click();
  await expect(page.getByText(/couldn’t be created/)).toBeVisible();
  await expect(field).toHaveValue('Second Try');

  await localWorkOS.clearFaults();
  await create.click();
  await expect(memberRow(page, person)).toContainText('Admin');
});
