import type { Context } from 'hono';
import { html } from 'hono/html';
import { providerName } from '../connection-types.ts';
import type { LocalWorkOS } from '../context.ts';
import { cardPage, type Html } from '../pages/layout.ts';
import { type Connection, listActiveConnections } from '../store/connections.ts';
import { findOrganization } from '../store/organizations.ts';
import { requireRow } from '../store/users.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { hostedPath } from './with-authorization-request.ts';

/** Says that an organization takes no other sign-in, and leads to the right one. */
export function ssoRequiredPage(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  organizationId: string,
): Response | Promise<Response> {
  const organization = requireRow(findOrganization(db, organizationId));
  return cardPage(c, {
    title: `${organization.name} requires single sign-on`,
    body: html`<p>Sign in through the identity provider of ${organization.name} to go on.</p>
      ${listActiveConnections(db, organizationId).map((connection) => continueWith(request, connection))}
      <p class="below"><a href="${hostedPath('sign-in', request)}">Sign in as someone else</a></p>`,
  });
}

/** The way to an identity provider. */
export function continueWith(request: AuthorizationRequest, connection: Connection): Html {
  const name = providerName(connection.connection_type);
  return html`<a class="button primary" href="${ssoPath(request, connection)}">Continue with ${name}</a>`;
}

/** Where a sign-in leaves for an identity provider. @param email Whom it should ask for. */
export function ssoPath(request: AuthorizationRequest, connection: Connection, email?: string): string {
  return hostedPath('sso/start', request, {
    connection_id: connection.id,
    ...(email ? { login_hint: email } : {}),
  });
}
