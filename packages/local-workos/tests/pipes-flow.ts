import assert from 'node:assert/strict';
import type { DataIntegrationWithConnections } from '@workos-inc/widgets/experimental/api/fetch';
import { myDataIntegrations } from '@workos-inc/widgets/experimental/api/fetch';
import { authorized, type Harness, textOf, widgetToken } from './harness.ts';

/** What a page says and where it leads, without following it. */
export interface Shown {
  status: number;
  location: string | undefined;
  text: string;
  cookie: string | undefined;
}

/** A link to a consent page, as an operation gives it. */
export interface Link {
  url: string;
  redirectToken?: string;
  handoffToken?: string;
}

export async function open(url: string, init: RequestInit = {}): Promise<Shown> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  return {
    status: response.status,
    location: response.headers.get('location') ?? undefined,
    text: textOf((await response.text()).replace(/^.*<body>/s, '')),
    cookie: response.headers.get('set-cookie')?.split(';')[0],
  };
}

export function send(url: string, form: Record<string, string> | [string, string][], cookie = '') {
  return open(url, { method: 'POST', body: new URLSearchParams(form), headers: { cookie } });
}

/** From the window that the widget opens to the consent page, with what the widget hands over. */
export async function goToConsent({ url, redirectToken = '', handoffToken = '' }: Link) {
  const { status, location, cookie, text } = await send(url, {
    redirect_token: redirectToken,
    handoff_token: handoffToken,
  });
  assert.equal(status, 303, text);
  return { consentUrl: location ?? '', cookie: cookie ?? '' };
}

/** Answers on the consent page. @returns Where the provider sends the browser. */
export async function answerConsent(
  consentUrl: string,
  answer: 'allow' | 'deny',
  scopes = (new URL(consentUrl).searchParams.get('scope') ?? '').split(' '),
): Promise<string> {
  const { status, location, text } = await send(consentUrl, [
    ['answer', answer],
    ...scopes.map((scope): [string, string] => ['scope', scope]),
  ]);
  assert.equal(status, 303, text);
  return location ?? '';
}

/** The whole way, as a browser goes it. @returns The last page. */
export async function goThrough(link: Link, answer: 'allow' | 'deny' = 'allow', scopes?: string[]) {
  const { consentUrl, cookie } = await goToConsent(link);
  return open(await answerConsent(consentUrl, answer, scopes), { headers: { cookie } });
}

/** A client for what a person does in an organization. */
export async function pipesOf(harness: Harness, organizationId: string, userId: string) {
  const options = authorized(harness, await widgetToken(harness, organizationId, userId, []));
  return {
    options,
    /** What <Pipes> shows of an integration; undefined when it does not. */
    async find(slug: string): Promise<DataIntegrationWithConnections | undefined> {
      const response = await myDataIntegrations(options);
      assert.ok(response.status === 200);
      return response.data.data.find((integration) => integration.slug === slug);
    },
  };
}

/** The same for an admin. */
export async function pipesAdminOf(harness: Harness, organizationId: string, userId: string) {
  const scopes = ['widgets:pipes:manage'] as unknown as Parameters<typeof widgetToken>[3];
  return authorized(harness, await widgetToken(harness, organizationId, userId, scopes));
}

/** Takes back the access at the provider, as the page Pipes of Local WorkOS does. */
export async function revokeAccess(harness: Harness, installationId: string): Promise<void> {
  const { status } = await send(`${harness.origin}/pipes/accounts/${installationId}/revoke`, {});
  assert.equal(status, 302);
}
