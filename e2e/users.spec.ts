import { addMember, createPerson, expect, signIn, test } from './test.ts';

test('the table lists the members, and marks who is signed in', async ({ page, organization }) => {
  const grace = await createPerson('Grace');
  await addMember(grace, organization.id);
  await signIn(page, organization.admin);
  await expect(page).toHaveTitle(/^Users/);
  await expect(page.getByRole('row').filter({ hasText: grace.email })).toContainText('Member');
  await expect(page.getByRole('row').filter({ hasText: organization.admin.email })).toContainText('You');
});
