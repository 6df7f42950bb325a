import type { Locator, Page } from '@playwright/test';
import { expectAccessible } from '../accessibility.ts';
import { newAddress } from '../local-workos.ts';
import { OWN_SERVERS } from '../servers.ts';
import { comeBack, expect, memberRow, openInviteDialog, signOut, test, tokensSent } from '../test.ts';

// Widget tokens (an hour at WorkOS) and access tokens (five minutes) live five seconds here.
test.use({ ownServers: OWN_SERVERS.shortTokens });
// The request with the expired token gets a 403, which Chromium logs. The widget logs that it got no new token.
test.use({ allowedConsoleErrors: /status of 403|ExpiredTokenError/ });

test.afterEach(({ localWorkOS }) => localWorkOS.clearFaults());

/** In milliseconds, as in `OWN_SERVERS.shortTokens`. */
const TOKEN_LIFETIME = 5000;

test('a page left open continues with a new token', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  const tokens = tokensSent(page);
  await localWorkOS.signIn(page, admin);
  await askAgain(page, tokens);
  await expect(memberRow(page, admin)).toBeVisible();
  const opened = await page.evaluate(() => performance.timeOrigin);
  const invited = { email: newAddress('ines') };
  const dialog = await fillInviteDialog(page, invited.email);
  await expiry(page);
  const before = tokens.at(-1);

  await expect(dialog.getByLabel('Email address')).toHaveValue(invited.email);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(memberRow(page, invited)).toContainText('Invited');
  expect(tokens.at(-1)).not.toBe(before);
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);

  // Once more, with a token that the page fetched.
  await expiry(page);
  await page.getByRole('textbox', { name: 'User search' }).fill(admin.email);
  await expect(memberRow(page, invited)).toHaveCount(0);
  await expect(memberRow(page, admin)).toBeVisible();
  expect(await page.evaluate(() => performance.timeOrigin)).toBe(opened);
});

for (const [status, message] of [
  [429, /too many requests/i],
  [401, /rejecting this app/i],
] as const) {
  test(`recovers after WorkOS answered ${status} for a while`, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    await localWorkOS.signIn(page, organization.admin);
    const invited = { email: newAddress('ines') };
    const dialog = await fillInviteDialog(page, invited.email);
    await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', status });
    await expiry(page);
    await dialog.getByRole('button', { name: 'Invite' }).click();
    const notice = page.getByText(message);
    await expect(notice).toBeVisible();
    await expect(dialog.getByLabel('Email address')).toHaveValue(invited.email);

    await localWorkOS.clearFaults();
    await expect(memberRow(page, invited)).toContainText('Invited');
    await expect(notice).toHaveCount(0);
  });
}

test('typed text survives a WorkOS outage', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  const invited = { email: newAddress('ines') };
  const dialog = await fillInviteDialog(page, invited.email);
  await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', status: 500 });
  await expiry(page);
  await dialog.getByRole('button', { name: 'Invite' }).click();
  // The widget asks for a token four times, with a growing delay, before it says so.
  await expect(dialog.getByText(/error inviting this user/).first()).toBeVisible({ timeout: 30_000 });
  await expect(dialog.getByLabel('Email address')).toHaveValue(invited.email);

  await localWorkOS.clearFaults();
  await dialog.getByRole('button', { name: 'Invite' }).click();
  await expect(memberRow(page, invited)).toContainText('Invited');
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0);
});

test('without a new token, the table stays, below a notice', async ({ page, organization, localWorkOS }) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  await localWorkOS.addFault({ method: 'POST', path: '/widgets/token', status: 503 });
  await expiry(page);
  // The widget refetches its rows.
  await comeBack(page);
  const notice = page.getByRole('main').getByRole('alert');
  await expect(notice).toContainText('WorkOS isn’t answering');
  await expect(memberRow(page, admin)).toBeVisible();
  // The rest is dimmed while the widget retries.
  await expectAccessible(page, '[role="alert"]');

  // Clicked right away, because the notice disappears once there are tokens again.
  await notice.getByRole('button', { name: 'Reload' }).focus();
  await localWorkOS.clearFaults();
  await page.keyboard.press('Enter');
  await expect(notice).toHaveCount(0);
  await expect(memberRow(page, admin)).toBeVisible();
});

test('a page notices that the session ended in another tab', async ({
  page,
  context,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  const second = await context.newPage();
  // A pending request would bring the cookie back.
  await second.goto('/users', { waitUntil: 'networkidle' });
  await signOut(second, admin);

  await expiry(page);
  await page.getByRole('textbox', { name: 'User search' }).fill('somebody');
  const notice = page.getByRole('alert').filter({ hasText: /signed out/ });
  await expect(notice).toBeVisible();
  // In a new tab, so that what was typed here stays.
  const signIn = context.waitForEvent('page');
  await notice.getByRole('link', { name: 'Sign in' }).click();
  await expect((await signIn).getByLabel('Email')).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'User search' })).toHaveValue('somebody');
});

test('a session that was revoked in another browser ends here', async ({
  page,
  context,
  otherPage,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.signIn(page, admin);
  await expect(memberRow(page, admin)).toBeVisible();
  // The same session in another browser, as if the cookie had been stolen.
  await otherPage.context().addCookies(await context.cookies());
  await otherPage.goto('/users');
  await expect(memberRow(otherPage, admin)).toBeVisible();
  await signOut(page, admin);

  await expect(async () => {
    await otherPage.goto('/users');
    await expect(otherPage.getByLabel('Email')).toBeVisible({ timeout: 1000 });
  }).toPass({ timeout: 15_000 });
});

/** The rows came with the page. This makes the widget send its token. */
async function askAgain(page: Page, tokens: readonly string[]): Promise<void> {
  await expect(page.getByRole('button', { name: 'Invite user' })).toBeEnabled();
  await comeBack(page);
  await expect.poll(() => tokens.length).toBeGreaterThan(0);
}

/** Waits until every token that the page may have by now has expired. */
async function expiry(page: Page): Promise<void> {
  await page.waitForTimeout(TOKEN_LIFETIME + 1000);
}

async function fillInviteDialog(page: Page, email: string): Promise<Locator> {
  const dialog = await openInviteDialog(page);
  await dialog.getByLabel('Email address').fill(email);
  return dialog;
}
