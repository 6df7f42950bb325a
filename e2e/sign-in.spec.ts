import type { Page } from '@playwright/test';
import { newAddress, PASSWORD, type Person } from './local-workos.ts';
import { enterPassword, expect, signInWithPassword, test } from './test.ts';

test('a seeded person signs in with one click', async ({ page }) => {
  await startSignIn(page);
  const choices = page.getByRole('list', { name: 'Continue as' });
  await expect(choices.getByRole('button')).toContainText([
    /Marcelina Davis.*Admin · Acme Corporation/s,
    /Lena Fischer.*Developer · Acme Corporation/s,
    /Mika Laine.*Member · Acme Corporation/s,
    /Kofi Mensah.*Member · Globex/s,
    /Marcelina Davis.*Admin · Initech/s,
    /Noor Haddad.*No organization/s,
  ]);
  await choices.getByRole('button', { name: /Marcelina Davis.*Acme/ }).click();

  await expect(page).toHaveURL('/users');
  await expect(accountButton(page, 'Marcelina Davis')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Acme Corporation' })).toBeVisible();
});

test('a person signs in with email and password', async ({ page, organization }) => {
  await startSignIn(page);
  await signInWithPassword(page, organization.admin.email.toUpperCase());
  await expect(page).toHaveURL('/users');
  await expect(accountButton(page, organization.admin.name)).toBeVisible();
});

test.describe('sign-up', () => {
  // A wrong code gets a 422, which Chromium logs.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('a new person signs up with the code from the email', async ({ page, context, localWorkOS }) => {
    const email = newAddress('nia');
    await page.goto('/');
    await page.getByRole('link', { name: 'Get started' }).click();
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('First name').fill('Nia');
    await page.getByLabel('Last name').fill('Okafor');
    await page.getByLabel('Password').fill('seven-lemons-sang');
    await page.getByRole('button', { name: 'Sign up' }).click();

    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    const inbox = await context.newPage();
    const mail = await localWorkOS.openMail(inbox, email);
    const code = (await mail.getByText(/^\d{6}$/).textContent()) ?? '';
    await inbox.close();

    await page.getByLabel('Code').fill(wrongCode(code));
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page.getByRole('alert')).toHaveText(/incorrect/);
    await page.getByLabel('Code').fill(code);
    await page.getByRole('button', { name: 'Verify' }).click();

    await expect(page).toHaveURL('/users');
    await expect(accountButton(page, 'Nia Okafor')).toBeVisible();
    await expect(page.getByText(/(not|no longer) in (an|this) organization/i)).toBeVisible();
  });

  test('a new code replaces the first', { tag: '@desktop' }, async ({ page, context, localWorkOS }) => {
    const email = newAddress('ravi');
    await page.goto('/sign-up');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('Password').fill('seven-lemons-sang');
    await page.getByRole('button', { name: 'Sign up' }).click();
    const inbox = await context.newPage();
    const codes = (await localWorkOS.openMail(inbox, email)).getByText(/^\d{6}$/);
    const first = (await codes.textContent()) ?? '';

    await page.getByRole('button', { name: 'Send a new code' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();
    await inbox.reload();
    await expect(inbox.getByRole('article')).toHaveCount(2);
    const second = (await codes.textContent()) ?? '';

    // The two are equal once in a million runs.
    if (first !== second) {
      await page.getByLabel('Code').fill(first);
      await page.getByRole('button', { name: 'Verify' }).click();
      await expect(page.getByRole('alert')).toHaveText(/incorrect/);
    }
    await page.getByLabel('Code').fill(second);
    await page.getByRole('button', { name: 'Verify' }).click();
    await expect(page).toHaveURL('/users');
  });
});

test.describe('problems appear next to the field', () => {
  // Chromium logs each document with status 422.
  test.use({ allowedConsoleErrors: /status of 422/ });

  test('unknown email, wrong password', async ({ page, organization }) => {
    await startSignIn(page);
    await page.getByRole('button', { name: 'Continue', exact: true }).click();
    await expectProblem(page, 'Email', /enter your email/i);
    const stranger = newAddress('stranger');
    await enterEmail(page, stranger);
    await expectProblem(page, 'Email', new RegExp(`No account found for ${stranger}`));
    await expect(page.getByLabel('Email')).toHaveValue(stranger);

    await signInWithPassword(page, organization.admin.email, 'a wrong password');
    await expectProblem(page, 'Password', /incorrect/);
    await expect(page.getByLabel('Email')).toHaveValue(organization.admin.email);
    await enterPassword(page, PASSWORD);
    await expect(page).toHaveURL('/users');
  });

  test('weak password, taken address', { tag: '@desktop' }, async ({ page, organization }) => {
    await page.goto('/sign-up');
    const email = newAddress('lena');
    await page.getByLabel('Email').fill(email);
    await page.getByLabel('First name').fill('Lena');
    for (const [password, problem] of [
      ['short', /at least 10 characters/],
      ['password1234', /too weak/],
      [`${email.split('@')[0]}-x`, /must not contain the email/],
    ] as const) {
      await page.getByLabel('Password').fill(password);
      await page.getByRole('button', { name: 'Sign up' }).click();
      await expectProblem(page, 'Password', problem);
      await expect(page.getByLabel('First name')).toHaveValue('Lena');
    }
    await page.getByLabel('Email').fill(organization.admin.email);
    await page.getByLabel('Password').fill('seven-lemons-sang');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await expectProblem(page, 'Email', /already has an account/);
  });
});

test.describe('forgotten password', () => {
  // A used link gets a 400, an old password a 422.
  test.use({ allowedConsoleErrors: /status of 4(00|22)/ });

  test('the emailed link sets a new one, once', { tag: '@desktop' }, async ({
    page,
    organization,
    localWorkOS,
  }) => {
    const { admin } = organization;
    await startSignIn(page);
    await enterEmail(page, admin.email);
    await page.getByRole('link', { name: 'Forgot your password?' }).click();
    await page.getByRole('button', { name: 'Send reset link' }).click();
    await expect(page.getByRole('heading', { name: 'Check your email' })).toBeVisible();

    const mail = await localWorkOS.openMail(page, admin.email);
    const link = mail.getByRole('link', { name: 'Choose a new password' });
    const address = (await link.getAttribute('href')) ?? '';
    await link.click();
    await page.getByLabel('New password').fill('short');
    await page.getByRole('button', { name: 'Change password' }).click();
    await expectProblem(page, 'New password', /at least 10 characters/);
    await page.getByLabel('New password').fill('nine-violet-kettles');
    await page.getByRole('button', { name: 'Change password' }).click();

    // The open sign-in continues.
    await page.getByRole('link', { name: 'Sign in' }).click();
    await signInWithPassword(page, admin.email);
    await expectProblem(page, 'Password', /incorrect/);
    await enterPassword(page, 'nine-violet-kettles');
    await expect(page).toHaveURL('/users');

    await page.goto(address);
    await expect(page.getByRole('alert')).toHaveText(/has already been used/);
  });

  test('a person without an account gets the same answer and no email', {
    tag: '@desktop',
  }, async ({ page, localWorkOS }) => {
    const stranger = newAddress('stranger');
    await startSignIn(page);
    // The link needs an account, but the page accepts any address.
    const session = new URL(page.url()).searchParams.get('authorization_session_id') ?? '';
    await page.goto(`${localWorkOS.origin}/forgot-password?authorization_session_id=${session}`);
    await page.getByLabel('Email').fill(stranger);
    await page.getByRole('button', { name: 'Send reset link' }).click();
    await expect(page.getByText('has an account')).toContainText(stranger);
    await localWorkOS.openMail(page, stranger);
    await expect(page.getByText(/No mail/)).toBeVisible();
  });
});

test('a person in several organizations chooses one', { tag: '@desktop' }, async ({
  page,
  organization,
  localWorkOS,
}) => {
  const other = await localWorkOS.createOrganization();
  await localWorkOS.addMember(organization.admin, other, 'member');
  await startSignIn(page);
  await signInWithPassword(page, organization.admin.email);
  await expect(page.getByRole('heading', { name: 'Choose an organization' })).toBeVisible();
  await expect(page.getByRole('button', { name: other.name })).toContainText('Member');
  await page.getByRole('button', { name: organization.name }).click();

  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('button', { name: organization.name })).toBeVisible();
});

test('a signed-in person goes from the landing page to the app', {
  tag: '@desktop',
}, async ({ page, organization, localWorkOS }) => {
  await localWorkOS.signIn(page, organization.admin, undefined, '/');
  await expect(page).toHaveURL('/users');
});

// The app logs on the server why each of these sign-ins failed. That is expected.
test.describe('a sign-in that cannot be finished ends at the landing page, which says why', () => {
  for (const [what, query, says] of [
    [
      'no sign-in under way',
      '?code=made-up&state=made-up',
      /didn’t send any cookies.*http:\/\/localhost:\d+ and allow cookies/,
    ],
    ['nothing at all', '', /couldn’t be signed in/],
    ['refused by WorkOS', '?error=access_denied&error_description=No&state=made-up', /was canceled/],
  ] as const) {
    test(what, { tag: '@desktop' }, async ({ page }) => {
      await page.goto(`/callback${query}`);
      expect(new URL(page.url()).pathname).toBe('/');
      expect(page.url()).not.toContain('made-up');
      await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible();
      await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
      await expect(page.getByLabel('Email')).toBeVisible();
    });
  }
});

test.describe('a hosted page that was open for too long', () => {
  test.use({ allowedConsoleErrors: /status of 400/ });

  test('leads back to the app', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(`${localWorkOS.origin}/sign-in?authorization_session_id=long-gone`);
    await expect(page.getByRole('heading', { name: /expired/ })).toBeVisible();
    await page.getByRole('link', { name: 'Back to the app' }).click();
    await expect(page.getByLabel('Email')).toBeVisible();
  });
});

async function startSignIn(page: Page): Promise<void> {
  await page.goto('/');
  await page.getByRole('main').getByRole('link', { name: 'Sign in' }).click();
}

async function enterEmail(page: Page, email: string): Promise<void> {
  await page.getByLabel('Email').fill(email);
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
}

/** Expects the message, associated with its field for screen readers. */
async function expectProblem(page: Page, label: string, message: RegExp): Promise<void> {
  await expect(page.getByRole('alert').filter({ hasText: message })).toBeVisible();
  await expect(page.getByLabel(label)).toHaveAccessibleDescription(message);
  await expect(page.getByLabel(label)).toHaveAttribute('aria-invalid', 'true');
}

function accountButton(page: Page, name: Person['name']) {
  return page.getByRole('button', { name: new RegExp(name) });
}

function wrongCode(code: string): string {
  return code === '000000' ? '111111' : '000000';
}
