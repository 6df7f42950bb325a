import assert from 'node:assert/strict';
import { CLIENT_ID, DEFAULT_APP_ORIGIN } from '../src/http/options.ts';
import { type Harness, textOf } from './harness.ts';

export const REDIRECT_URI = `${DEFAULT_APP_ORIGIN}/callback`;

/** What a person sees or, after the hosted pages redirect to the app, the URL there. */
export interface Page {
  url: URL;
  status: number;
  html: string;
  text: string;
  /** The text of all alerts. */
  alert: string;
}

/** Navigates the hosted pages like a browser: links, forms with their hidden fields, redirects, and cookies. */
export class Browser {
  readonly #harness: Harness;
  readonly #cookies = new Map<string, string>();

  constructor(harness: Harness) {
    this.#harness = harness;
  }

  async open(address: string): Promise<Page> {
    return this.#follow(await this.#fetch(address));
  }

  /** Follows the link with this text. */
  async click(page: Page, label: string): Promise<Page> {
    const links = [...page.html.matchAll(/<a [^>]*href="([^"]*)"[^>]*>([^<]*)<\/a>/g)];
    const link = links.find(([, , text]) => text?.trim() === label);
    assert.ok(link?.[1], `No link '${label}' in: ${page.text}`);
    return this.open(link[1].replaceAll('&amp;', '&'));
  }

  /**
   * Fills in and submits a form.
   * @param action The form's action.
   * @param fields The values to fill in, or the name and value of the button.
   * @param containing A text that identifies the form among others with the same action.
   */
  async submit(
    page: Page,
    action: string,
    fields: Record<string, string> = {},
    containing = '',
  ): Promise<Page> {
    const form = formsOf(page).find((each) => each.action === action && each.text.includes(containing));
    assert.ok(form, `No form ${action} ${containing} in: ${page.text}`);
    const body = new URLSearchParams({ ...form.fields, ...fields });
    return this.#follow(await this.#fetch(action, { method: 'POST', body }));
  }

  /** Sends a form as a page's script would, or as somebody by hand: without its hidden fields. */
  async post(path: string, fields: Record<string, string>): Promise<Response> {
    const [, response] = await this.#fetch(path, { method: 'POST', body: new URLSearchParams(fields) });
    return response;
  }

  async #fetch(address: string, init: RequestInit = {}): Promise<[URL, Response]> {
    const url = new URL(address, this.#harness.origin);
    assert.equal(url.origin, this.#harness.origin, `${url} is not a page of Local WorkOS`);
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await this.#harness.request(url.pathname + url.search, {
      ...init,
      headers: {
        Accept: 'text/html',
        'Sec-Fetch-Site': 'same-origin',
        ...(init.method === 'POST' ? { Origin: this.#harness.origin } : {}),
        ...(cookie ? { Cookie: cookie } : {}),
      },
      redirect: 'manual',
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/Max-Age=0/.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return [url, response];
  }

  async #follow([url, response]: [URL, Response]): Promise<Page> {
    const location = response.headers.get('Location');
    if (!location) {
      const html = await response.text();
      return { url, status: response.status, html, text: textOf(html), alert: alertOf(html) };
    }
    const next = new URL(location, url);
    if (next.origin === this.#harness.origin) return this.open(next.toString());
    return { url: next, status: response.status, html: '', text: '', alert: '' };
  }
}

/** Begins a sign-in without the SDK, with these parameters more or instead. */
export function openAuthorize(
  harness: Harness,
  query: Record<string, string>,
  browser = new Browser(harness),
): Promise<Page> {
  const parameters = {
    client_id: CLIENT_ID,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    provider: 'authkit',
  };
  return browser.open(`/user_management/authorize?${new URLSearchParams({ ...parameters, ...query })}`);
}

/** The hidden fields of every form of a sign-in. */
export function tokensOf({ url, html }: Page): Record<string, string> {
  return {
    authorization_session_id: url.searchParams.get('authorization_session_id') ?? '',
    form_token: /name="form_token" value="([^"]*)"/.exec(html)?.[1] ?? '',
  };
}

interface SignInOptions {
  loginHint?: string;
  screenHint?: 'sign-up' | 'sign-in';
  organizationId?: string;
  /** The SDK has no such option, so apps add it to the URL. */
  invitationToken?: string;
}

/** Starts a sign-in with the real SDK and opens the hosted page. */
export async function startSignIn(
  harness: Harness,
  { invitationToken, ...options }: SignInOptions = {},
  browser = new Browser(harness),
): Promise<{ browser: Browser; page: Page; state: string; codeVerifier: string }> {
  const { url, state, codeVerifier } = await harness.workos.userManagement.getAuthorizationUrlWithPKCE({
    provider: 'authkit',
    redirectUri: REDIRECT_URI,
    ...options,
  });
  const invitation = invitationToken === undefined ? '' : `&invitation_token=${invitationToken}`;
  return { browser, page: await browser.open(url + invitation), state, codeVerifier };
}

/**
 * Returns the code that the app received. Fails if the person is not back in the app, or returned with an
 * error.
 */
export function codeOf(page: Page): string {
  assert.equal(page.url.origin + page.url.pathname, REDIRECT_URI, page.text);
  const code = page.url.searchParams.get('code');
  assert.ok(code, String(page.url));
  return code;
}

/** Signs a person in without a password, like "Sign in as" on the People page. */
export async function signInAs(harness: Harness, userId: string, organizationId = '') {
  const browser = new Browser(harness);
  const people = await browser.open(
    `/people?${new URLSearchParams({ search: await emailOf(harness, userId) })}`,
  );
  await browser.submit(people, `/people/${userId}/sign-in`, { organization_id: organizationId });
  const { page, codeVerifier } = await startSignIn(harness, {}, browser);
  return harness.workos.userManagement.authenticateWithCodeAndVerifier({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
}

async function emailOf({ workos }: Harness, userId: string): Promise<string> {
  return (await workos.userManagement.getUser(userId)).email;
}

function formsOf({ html }: Page): { action: string; text: string; fields: Record<string, string> }[] {
  return [...html.matchAll(/<form([^>]*)>([\s\S]*?)<\/form>/g)].map(([, head = '', body = '']) => ({
    action: attribute(head, 'action'),
    text: textOf(body),
    fields: Object.fromEntries(
      [...body.matchAll(/<input([^>]*)>/g)].map(([, input = '']) => [
        attribute(input, 'name'),
        attribute(input, 'value'),
      ]),
    ),
  }));
}

function attribute(tag: string, name: string): string {
  return textOf(new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? '');
}

function alertOf(html: string): string {
  return [...html.matchAll(/role="alert"[^>]*>([^<]*)</g)].map(([, text = '']) => textOf(text)).join(' ');
}
