import { expect, test } from '@playwright/test';

test.beforeEach(async ({ request }) => {
  await request.post('http://localhost:4100/_emulate/reset');
});

test('signs in with email and password', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('Email').fill('lena.fischer@example.com');
  await page.getByRole('button', { name: 'Continue', exact: true }).click();
  await page.getByLabel('Password').fill('widgets-on-localhost');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByText('Hello, Lena')).toBeVisible();
});

test('signs in a seeded person with one click', async ({ page }) => {
  await page.goto('/login');
  await page.getByRole('button', { name: /Marcelina Davis.*Acme/ }).click();
  await expect(page.getByText('Hello, Marcelina')).toBeVisible();
});
