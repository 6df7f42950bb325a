import assert from 'node:assert/strict';
import type { DataIntegrationWithConnections } from '@workos-inc/widgets/experimental/api/fetch';
import { myDataIntegrations } from '@workos-inc/widgets/experimental/api/fetch';
import { authorized, type Harness, textOf, widgetToken } from './harness.ts';

/** The text of a page and its redirect, which is not followed. */
export interface Shown {
  status: number;
  location: string | undefined;
  text: string;
  cookie: string | undefined;
}

/** A link to a consent page, as an operation returns it. */
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

/** Goes from the window that the widget opens to the consent page, with the widget's tokens. */
export async function goToConsent({ url, redirectToken = '', handoffToken = '' }: Link) {
  const { status, location, cookie, text } = await send(url, {
    redirect_token: redirectToken,
    handoff_token: handoffToken,
  });
  assert.equal(status, 303, text);
  return { consentUrl: location ?? '', cookie: cookie ?? '' };
}

/** Answers the consent page. @returns The URL that the provider redirects to. */
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

/** Goes through the whole flow like a browser. @returns The last page. */
export async function goThrough(link: Link, answer: 'allow' | 'deny' = 'allow', scopes?: string[]) {
  const { consentUrl, cookie } = await goToConsent(link);
  return open(await answerConsent(consentUrl, answer, scopes), { headers: { cookie } });
}

/** A client for the actions of a person in an organization. */
export async function pipesOf(harness: Harness, organizationId: string, userId: string) {
  const options = authorized(harness, await widgetToken(harness, organizationId, userId, []));
  return {
    options,
    /** The integration as <Pipes> shows it; undefined if it does not. */
    async find(slug: string): Promise<DataIntegrationWithConnections | undefined> {
      const response = await myDataIntegrations(options);
      assert.ok(response.status === 200);
      return response.data.data.find((integration) => integration.slug === slug);
    },
  };
}

/** A client for the actions of an admin. */
export async function pipesAdminOf(harness: Harness, organizationId: string, userId: string) {
  const scopes = ['widgets:pipes:manage'] as unknown as Parameters<typeof widgetToken>[3];
  return authorized(harness, await widgetToken(harness, organizationId, userId, scopes));
}

/** Revokes access at the provider, like the Pipes page of Local WorkOS. */
export async function revokeAccess(harness: Harness, installationId: string): Promise<void> {
  const { status } = await send(`${harness.origin}/pipes/accounts/${installationId}/revoke`, {});
  assert.equal(status, 302);
}
