import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress, type Form, readForm } from '../http/request-body.ts';
import { cardPage, errorPage, field, type Html } from '../pages/layout.ts';
import { serviceProvider } from '../sso/addresses.ts';
import type { Exchange } from '../sso/protocol.ts';
import { providerName } from '../store/connection-types.ts';
import { type Connection, connectionDomains, findConnection } from '../store/connections.ts';
import { findOrganization } from '../store/organizations.ts';
import { identityProviderOf } from './protocol.ts';

/** The page of a simulated customer identity provider, where a person signs in with SSO or denies the sign-in. */
export function identityProviderRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const path = '/identity-provider/:connectionId/sign-in';

  app.get(path, async (c) => {
    const connection = findConnection(db, c.req.param('connectionId'));
    if (!connection) return unknownPage(c);
    const query = c.req.query();
    const exchange = (await identityProviderOf(connection)).readRequest(local, connection, query);
    if (!exchange) return unknownPage(c);
    return signInPage(local, c, connection, exchange, { email: query.login_hint ?? '' });
  });

  app.post(path, async (c) => {
    const connection = findConnection(db, c.req.param('connectionId'));
    if (!connection) return unknownPage(c);
    const form = await readForm(c);
    const exchange = { requestId: form.request_id ?? '', relayState: form.relay_state ?? '' };
    const profile = profileFields.safeParse(form);
    if (!form.deny && !profile.success) {
      return signInPage(local, c, connection, exchange, form, 'Enter a valid email address.');
    }
    const answer = await (await identityProviderOf(connection)).answer(
      local,
      connection,
      exchange,
      form.deny ? undefined : profile.data,
    );
    return answerPage(c, serviceProvider(local, connection).answerUrl, answer);
  });

  app.get('/identity-provider/:connectionId/sign-out', (c) => {
    const connection = findConnection(db, c.req.param('connectionId'));
    if (!connection) return unknownPage(c);
    return cardPage(c, {
      title: 'You are signed out',
      body: html`<p>${providerName(connection.connection_type)} ended your session. You can close this page.</p>`,
    });
  });

  return app;
}

/** XML does not allow control characters. */
const name = z
  .string()
  .default('')
  .transform(
    (text) =>
      text
        .replaceAll(/\p{Cc}/gu, '')
        .slice(0, 256)
        .trim() || null,
  );

const profileFields = z
  .object({ email: emailAddress, first_name: name, last_name: name })
  .transform(({ email, first_name, last_name }) => ({ email, firstName: first_name, lastName: last_name }));

function signInPage(
  { db }: LocalWorkOS,
  c: Context,
  connection: Connection,
  exchange: Exchange,
  form: Form,
  error?: string,
): Response | Promise<Response> {
  const domains = connectionDomains(db, connection).map(({ domain }) => domain);
  return cardPage(c, {
    title: `Sign in to ${providerName(connection.connection_type)}`,
    status: error ? 422 : 200,
    body: html`<p class="muted">
        This page simulates the identity provider of
        ${findOrganization(db, connection.organization_id)?.name}. Sign in as anyone in its directory.
      </p>
      <form method="post" action="${c.req.path}${new URL(c.req.url).search}" novalidate>
        ${hidden({ request_id: exchange.requestId, relay_state: exchange.relayState })}
        ${field({
          name: 'email',
          label: 'Email',
          type: 'email',
          autocomplete: 'username',
          value: form.email,
          hint: `Domains of this organization: ${domains.join(', ') || 'none yet'}.`,
          error,
        })}
        ${field({ name: 'first_name', label: 'First name', autocomplete: 'given-name', value: form.first_name })}
        ${field({ name: 'last_name', label: 'Last name', autocomplete: 'family-name', value: form.last_name })}
        <button class="primary">Sign in</button>
        <p class="below"><button class="link" name="deny" value="1">Deny sign-in</button></p>
      </form>`,
  });
}

/** Posts the response to WorkOS through the browser: automatically, or with a click if scripts are off. */
function answerPage(c: Context, url: string, fields: Record<string, string>): Response | Promise<Response> {
  return cardPage(c, {
    title: 'Back to sign-in',
    body: html`<form method="post" action="${url}">
        ${hidden(fields)}
        <button class="primary">Continue</button>
      </form>
      <script src="/assets/submit-form.js"></script>`,
  });
}

function hidden(fields: Record<string, string>): Html[] {
  return Object.entries(fields).map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`,
  );
}

function unknownPage(c: Context): Response | Promise<Response> {
  return errorPage(
    c,
    'Unknown sign-in',
    'The identity provider does not recognize the app that sent you. Go back to the app and sign in again.',
  );
}
