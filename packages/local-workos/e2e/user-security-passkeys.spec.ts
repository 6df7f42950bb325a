import type { Page } from '@playwright/test';
import { expectAccessible } from './accessibility.ts';
import type { LocalWorkOS, Person } from './local-workos.ts';
import { mailedCode } from './mailed-codes.ts';
import { addDevice } from './security.ts';
import { expect, expectNoSidewaysScroll, signOut, test } from './test.ts';

// The page for an unusable passkey has the status 400.
test.use({ allowedConsoleErrors: /status of 400/ });

test('signs in on the hosted page with a passkey created in the app, until it is removed', async ({
  page,
  organization,
  localWorkOS,
}) => {
  const { admin } = organization;
  await localWorkOS.removePassword(admin);
  const device = await addDevice(page);
  await localWorkOS.signIn(page, admin, undefined, '/security');
  await createPasskey(page, localWorkOS, admin);
  await signOut(page, admin);

  await page.goto('/sign-in');
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await expect(button).toBeVisible();
  await expectAccessible(page);
  await expectNoSidewaysScroll(page);
  await button.click();
  await expect(page).toHaveURL('/users');
  await expect(page.getByRole('button', { name: new RegExp(admin.name) })).toBeVisible();
  const { credentials } = await device.client.send('WebAuthn.getCredentials', device);
  expect(credentials).toMatchObject([
    { rpId: 'localhost', userName: admin.email, isResidentCredential: true },
  ]);

  await removePasskeys(page, localWorkOS, admin);
  await signOut(page, admin);
  await page.goto('/sign-in');
  await button.click();
  await expect(page.getByRole('alert')).toContainText('This passkey is unknown');
  await page.getByRole('link', { name: 'Back to sign in' }).click();
  await expect(page.getByLabel('Email')).toBeVisible();
});

test('tells a person without a passkey, and the page keeps working', { tag: '@desktop' }, async ({
  page,
}) => {
  await addDevice(page);
  await page.goto('/sign-in');
  const button = page.getByRole('button', { name: 'Sign in with a passkey' });
  await button.click();
  await expect(page.getByRole('alert').filter({ hasText: 'No passkey was used' })).toBeVisible();
  await expect(button).toBeEnabled();
  await expectAccessible(page);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });

  test('the page offers everything else', { tag: '@desktop' }, async ({ page, localWorkOS }) => {
    await page.goto(`${localWorkOS.origin}/`);
    await page.goto('/sign-in');
    await expect(page.getByLabel('Email')).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sign in with a passkey' })).toBeHidden();
  });
});

/**
 * The widget does not support passkeys yet, but its API does. This does what a page of the app would do, in the
 * app's origin.
 */
async function createPasskey(page: Page, localWorkOS: LocalWorkOS, person: Person): Promise<void> {
  const headers = await elevatedHeaders(page, localWorkOS, person);
  const status = await page.evaluate(
    async ({ api, headers }) => {
      const post = (path: string, body?: object) =>
        fetch(api + path, { method: 'POST', headers, body: JSON.stringify(body ?? {}) });
      const { challengeId, options } = await (await post('')).json();
      const credential = await navigator.credentials.create({
        publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      });
      const response = credential instanceof PublicKeyCredential ? credential.toJSON() : {};
      return (await post('/verify', { challengeId, response })).status;
    },
    { api: passkeysOf(localWorkOS), headers },
  );
  expect(status).toBe(200);
}

async function removePasskeys(page: Page, localWorkOS: LocalWorkOS, person: Person): Promise<void> {
  const headers = await elevatedHeaders(page, localWorkOS, person);
  const statuses = await page.evaluate(
    async ({ api, headers }) => {
      const information = await fetch(api.replace('passkeys', 'authentication-information'), { headers });
      const { data } = await information.json();
      const ids: { id: string }[] = data.verificationMethods.Passkey.passKeys;
      return Promise.all(
        ids.map(async ({ id }) => (await fetch(`${api}/${id}`, { method: 'DELETE', headers })).status),
      );
    },
    { api: passkeysOf(localWorkOS), headers },
  );
  expect(statuses).toEqual([200]);
}

function passkeysOf({ origin }: LocalWorkOS): string {
  return `${origin}/_widgets/UserProfile/passkeys`;
}

/** The headers with a widget token and elevated access, obtained with the emailed code. */
async function elevatedHeaders(
  page: Page,
  localWorkOS: LocalWorkOS,
  { email }: Person,
): Promise<Record<string, string>> {
  const minted = await page.request.post('/api/widgets/token', { data: { widget: 'user-security' } });
  const { token } = await minted.json();
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const post = async (path: string, body: object) => {
    const response = await fetch(`${localWorkOS.origin}/_widgets/UserProfile/${path}`, {
      method: 'POST',
      headers,
      body: JSON.stringify(body),
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  const { authenticationChallenge } = await post('send-verification', {});
  const code = await mailedCode(localWorkOS, email);
  const { elevatedAccessToken } = await post('verify', {
    code,
    authenticationChallengeId: authenticationChallenge,
  });
  return { ...headers, 'x-elevated-access-token': elevatedAccessToken };
}
