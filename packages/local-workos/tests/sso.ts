import assert from 'node:assert/strict';
import { DomainDataState } from '@workos-inc/node';
import { listSsoConnections } from '@workos-inc/widgets/experimental/api/fetch';
import { CLIENT_ID } from '../src/http/options.ts';
import { signingKeyOf } from '../src/sso/connection-keys.ts';
import type { ConnectionType } from '../src/store/connection-types.ts';
import { connectionKey, findConnection } from '../src/store/connections.ts';
import { requireRow } from '../src/store/database.ts';
import { Browser, codeOf, type Page, REDIRECT_URI } from './browser.ts';
import { authorized, createMember, createOrganization, type Harness, widgetToken } from './harness.ts';
import { openPortal } from './portal.ts';

const PORTAL = '/portal/single-sign-on';

export interface SsoOrganization {
  harness: Harness;
  id: string;
  adminId: string;
  /** The verified domain of the connection. */
  domain: string;
  connectionId: string;
  /** The admin's browser in the Admin Portal. */
  portal: Browser;
}

/** An organization that signs in through the local identity provider, set up in the Admin Portal. */
export async function createSsoOrganization(
  harness: Harness,
  { type = 'OktaOidc', validity = 'year' }: { type?: ConnectionType; validity?: string } = {},
): Promise<SsoOrganization> {
  const { id, adminId } = await createOrganization(harness);
  const domain = await addVerifiedDomain(harness, id);
  const { browser: portal, page } = await openPortal(harness, id, 'sso');
  const inactive = await portal.submit(page, PORTAL, { action: 'create', type });
  const domainId = await domainIdOf(harness, id, domain);
  const active = await portal.submit(inactive, PORTAL, { action: 'activate', domain: domainId, validity });
  assert.match(active.text, /State Active/);
  const { data } = await harness.workos.sso.listConnections({ organizationId: id });
  return { harness, id, adminId, domain, connectionId: data[0]?.id ?? '', portal };
}

/** The private key of a connection's identity provider, and the certificate or public key that WorkOS has. */
export async function keysOf({ server }: Harness, connectionId: string) {
  const { db } = server.local;
  const connection = requireRow(findConnection(db, connectionId));
  return {
    privateKey: await signingKeyOf(db, connection),
    certificate: requireRow(connectionKey(db, connectionId)).value,
  };
}

/** Presses a button of the Admin Portal's page. */
export async function inPortal(portal: Browser, fields: Record<string, string>): Promise<Page> {
  return portal.submit(await portal.open(PORTAL), PORTAL, fields);
}

export async function addVerifiedDomain(harness: Harness, organizationId: string): Promise<string> {
  const domain = `${crypto.randomUUID()}.example`;
  await harness.workos.organizations.updateOrganization({
    organization: organizationId,
    domainData: [{ domain, state: DomainDataState.Verified }],
  });
  return domain;
}

export async function domainIdOf(harness: Harness, organizationId: string, name: string): Promise<string> {
  const { domains } = await harness.workos.organizations.getOrganization(organizationId);
  return domains.find(({ domain }) => domain === name)?.id ?? '';
}

/** The values for an identity provider's page. */
export interface Directory {
  email?: string;
  first_name?: string;
  last_name?: string;
  /** Denies the sign-in. */
  deny?: '1';
}

/** Signs in at the identity provider, and posts the response to WorkOS. */
export async function signInAtProvider(browser: Browser, page: Page, person: Directory): Promise<Page> {
  const { action, fields } = answerOf(await askProvider(browser, page, person));
  return browser.submit(formPage(page, action), action, fields);
}

/** Signs in at the identity provider, and returns the page that would post the response. */
export async function askProvider(browser: Browser, page: Page, person: Directory): Promise<Page> {
  assert.match(page.url.pathname, /^\/identity-provider\//, page.text);
  return browser.submit(page, page.url.pathname + page.url.search, { ...person });
}

/** The URL and the fields of the response to post. */
export function answerOf(page: Page): { action: string; fields: Record<string, string> } {
  const [, action = ''] = /<form method="post" action="([^"]*\/sso\/answer\/[^"]*)"/.exec(page.html) ?? [];
  const inputs = page.html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return {
    action,
    fields: Object.fromEntries([...inputs].map(([, name = '', value = '']) => [name, value])),
  };
}

/** Posts a response, unchanged or altered. */
export function postAnswer(
  browser: Browser,
  page: Page,
  { action, fields }: ReturnType<typeof answerOf>,
): Promise<Page> {
  return browser.submit(formPage(page, action), action, fields);
}

/** A browser on the identity provider's page, using the SDK's `connectionId`. */
export async function atProvider(
  { harness, connectionId }: SsoOrganization,
  browser = new Browser(harness),
  invitationToken?: string,
) {
  const { url, codeVerifier } = await harness.workos.userManagement.getAuthorizationUrlWithPKCE({
    connectionId,
    redirectUri: REDIRECT_URI,
  });
  const invitation = invitationToken === undefined ? '' : `&invitation_token=${invitationToken}`;
  return { browser, page: await browser.open(url + invitation), codeVerifier };
}

/** Signs in through the connection. */
export async function throughConnection(
  organization: SsoOrganization,
  person: Directory,
  invitationToken?: string,
) {
  const { browser, page, codeVerifier } = await atProvider(organization, undefined, invitationToken);
  return { browser, codeVerifier, page: await signInAtProvider(browser, page, person) };
}

/** Exchanges the code of a person who returned to the app. */
export function exchange({ workos }: Harness, page: Page, codeVerifier: string) {
  return workos.userManagement.authenticateWithCode({
    clientId: CLIENT_ID,
    code: codeOf(page),
    codeVerifier,
  });
}

/** The parameters of the link back to the app. */
export function backToApp({ html }: Page): URLSearchParams {
  const [, href = ''] = /<a href="([^"]*)">Back to the app<\/a>/.exec(html) ?? [];
  const url = new URL(href.replaceAll('&amp;', '&'));
  assert.equal(url.origin + url.pathname, REDIRECT_URI);
  return url.searchParams;
}

/** The last sign-in, as the widget gets it. */
export async function lastSession({ harness, id }: SsoOrganization): Promise<string | undefined> {
  const admin = await createMember(harness, id, 'admin');
  const token = await widgetToken(harness, id, admin.id, ['widgets:sso:manage']);
  const { data } = await listSsoConnections(authorized(harness, token));
  return data[0]?.lastSession?.state;
}

/** A person with an address at a domain. */
export async function createPersonAt(harness: Harness, domain: string, organizationId?: string) {
  const { userManagement } = harness.workos;
  const { id, email } = await userManagement.createUser({
    email: `person-${crypto.randomUUID()}@${domain}`,
    emailVerified: true,
  });
  if (organizationId) await userManagement.createOrganizationMembership({ userId: id, organizationId });
  return { id, email };
}

function formPage(page: Page, action: string): Page {
  return { ...page, html: `<form action="${action}"></form>` };
}
