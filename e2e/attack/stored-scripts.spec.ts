import { expect, test } from '../test.ts';
import { PROTECTED_PAGES } from './routes.ts';

const SCRIPT = '"><img src=x onerror="document.title=1"><script>document.title=1</script>';

// A policy that stops the script would hide that the page isn't escaped: the markup must not exist at all.
for (const path of PROTECTED_PAGES) {
  test(`${path} shows names with markup as text`, async ({ page, localWorkOS }) => {
    const organization = await localWorkOS.createOrganization(`O ${SCRIPT}`);
    const admin = await localWorkOS.createMember(organization, `A ${SCRIPT}`, 'admin');
    await localWorkOS.sdk.apiKeys.createOrganizationApiKey({ organizationId: organization.id, name: SCRIPT });
    await localWorkOS.sdk.userManagement.createUserApiKey(admin.id, {
      organizationId: organization.id,
      name: SCRIPT,
    });
    await localWorkOS.signIn(page, admin, undefined, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await expect(page.getByRole('button', { name: /^O "></ })).toBeVisible();
    await expect(page.getByRole('main').locator('[inert]')).toHaveCount(0);
    await expect(page.locator('img[src="x"]')).toHaveCount(0);
    await expect(page).not.toHaveTitle('1');
  });
}
