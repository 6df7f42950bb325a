import { newAddress } from './local-workos.ts';
import { expect, expectNoSidewaysScroll, memberRow, test } from './test.ts';

// The page of somebody who is removed may ask once more before it is left.
test.use({ allowedConsoleErrors: /status of 403|IncorrectPermissionsError/ });

// Names as long as the API accepts, without a space at which they could break.
for (const width of [320, 390]) {
  test(`fits long names on a screen of ${width} px`, { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    const organization = await localWorkOS.createOrganization(`Organization${'W'.repeat(80)}`);
    const other = await localWorkOS.createOrganization(`Other${'W'.repeat(80)}`);
    const admin = await localWorkOS.createMember(organization, `Ada${'W'.repeat(60)}`, 'admin');
    await localWorkOS.addMember(admin, other);
    await localWorkOS.sdk.userManagement.sendInvitation({
      email: newAddress(`invited-${'w'.repeat(40)}`),
      organizationId: organization.id,
    });
    await localWorkOS.sdk.organizationDomains.createOrganizationDomain({
      organizationId: organization.id,
      domain: `${'w'.repeat(60)}.${'w'.repeat(60)}.example`,
    });
    await page.setViewportSize({ width, height: 740 });

    await localWorkOS.signIn(page, admin, organization);
    await expect(memberRow(page, admin)).toBeVisible();
    await expectNoSidewaysScroll(page);
    for (const path of ['/overview', '/domains', '/profile', '/new-organization']) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.getByRole('main').locator('[inert]')).toHaveCount(0);
      await expectNoSidewaysScroll(page);
    }
    await page.getByRole('button', { name: /^Organization/ }).click();
    await expect(page.getByRole('menuitem', { name: other.name })).toBeInViewport({ ratio: 0.9 });
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: new RegExp(admin.name) }).click();
    await expect(page.getByRole('menuitem', { name: 'Sign out' })).toBeInViewport({ ratio: 0.9 });
    await expectNoSidewaysScroll(page);
    await page.keyboard.press('Escape');

    // Their role in the other organization allows little, and its name is in the text that says so.
    await localWorkOS.signIn(page, admin, other);
    await expect(page.getByText('Your role doesn’t include this page')).toBeVisible();
    await expectNoSidewaysScroll(page);
    // Removed from the first organization, they see the list of the others.
    await localWorkOS.signIn(page, admin, organization);
    await expect(memberRow(page, admin)).toBeVisible();
    await localWorkOS.removeMember(admin, organization);
    await page.reload();
    await expect(page.getByRole('button', { name: `Go to ${other.name}` })).toBeInViewport();
    await expectNoSidewaysScroll(page);
  });
}
