import type { Context } from 'hono';
import { html } from 'hono/html';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { cardPage, type Html } from '../pages/layout.ts';
import type { Admission } from '../sso/admission.ts';
import type { AnswerProblem } from '../sso/protocol.ts';
import { providerName } from '../store/connection-types.ts';
import { type Connection, listActiveConnections } from '../store/connections.ts';
import { requireRow } from '../store/database.ts';
import { findOrganization } from '../store/organizations.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { hostedPath } from './with-authorization-request.ts';

/** Explains that an organization requires SSO, and links to its identity provider. */
export function ssoRequiredPage(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  organizationId: string,
): Response | Promise<Response> {
  const organization = requireRow(findOrganization(db, organizationId));
  return cardPage(c, {
    title: `${organization.name} requires single sign-on`,
    body: html`<p>Sign in through ${organization.name}'s identity provider to continue.</p>
      ${listActiveConnections(db, organizationId).map((connection) => continueWith(request, connection))}
      <p class="below"><a href="${hostedPath('sign-in', request)}">Sign in as someone else</a></p>`,
  });
}

/** A link to an identity provider. */
function continueWith(
  request: AuthorizationRequest,
  connection: Connection,
  label = `Continue with ${providerName(connection.connection_type)}`,
): Html {
  return html`<a class="button primary" href="${ssoPath(request, connection)}">${label}</a>`;
}

/** The path that redirects a sign-in to an identity provider. @param email The login hint. */
export function ssoPath(request: AuthorizationRequest, connection: Connection, email?: string): string {
  return hostedPath('sso/start', request, {
    connection_id: connection.id,
    ...(email ? { login_hint: email } : {}),
  });
}

type SsoProblem = AnswerProblem | Exclude<Admission, { ok: true }>['problem'];

/** Explains why the identity provider's response was rejected. The link back to the app carries the error too. */
export function ssoFailedPage(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  connection: Connection,
  problem: SsoProblem,
  email = '',
): Response | Promise<Response> {
  const organization = requireRow(findOrganization(local.db, connection.organization_id)).name;
  const provider = providerName(connection.connection_type);
  const { title, text, error } = PROBLEMS[problem]({ organization, provider, email });
  const { redirect_uri, state } = request.parameters;
  return cardPage(c, {
    title,
    status: 400,
    body: html`<p role="alert">${text}</p>
      ${continueWith(request, connection, 'Try again')}
      <p class="below row">
        <a href="${hostedPath('sign-in', request)}">Sign in as someone else</a>
        <a href="${callbackUrl(redirect_uri, { error, error_description: text, state })}">Back to the app</a>
      </p>`,
  });
}

interface Names {
  organization: string;
  provider: string;
  email: string;
}

/** The error codes that the app receives: https://workos.com/docs/reference/sso/get-authorization-url */
const PROBLEMS: Record<SsoProblem, (names: Names) => { title: string; text: string; error: string }> = {
  denied: ({ provider }) => ({
    title: 'The sign-in was denied',
    text: `${provider} denied your sign-in.`,
    error: 'access_denied',
  }),
  certificate_expired: ({ organization, provider }) => ({
    title: 'The certificate has expired',
    text: `The signing certificate of ${provider} has expired, so its responses can no longer be trusted. An admin of ${organization} must renew it in the single sign-on settings.`,
    error: 'server_error',
  }),
  invalid_answer: ({ provider }) => ({
    title: 'The sign-in could not be verified',
    text: `The response did not come from ${provider}, or was not meant for this sign-in.`,
    error: 'server_error',
  }),
  outside_organization: ({ organization, provider, email }) => ({
    title: 'You are not a member of this organization',
    text: `${provider} identified you as ${email}. That address is not in a verified domain of ${organization} and does not belong to a member.`,
    error: 'profile_not_allowed_outside_organization',
  }),
  deactivated: ({ organization, email }) => ({
    title: 'You are no longer a member of this organization',
    text: `The membership of ${email} in ${organization} has been deactivated.`,
    error: 'access_denied',
  }),
};
