import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readFormChoices } from '../http/request-body.ts';
import { cardPage, errorPage } from '../pages/layout.ts';
import { listDataIntegrations } from '../store/data-integrations.ts';
import { issueCode } from '../store/provider-grants.ts';
import { isAcceptedClientId } from './accepted-credentials.ts';
import { redirectUri } from './effective-integration.ts';

const parameters = z.object({
  response_type: z.literal('code', 'response_type must be code.'),
  client_id: z.string(),
  redirect_uri: z.string(),
  state: z.string('A state is required.').min(1, 'A state is required.'),
  scope: z.string().default(''),
  code_challenge: z.string('A code_challenge is required.').length(43, 'The code_challenge is not valid.'),
  code_challenge_method: z.literal('S256', 'code_challenge_method must be S256.'),
});

type Parameters = z.infer<typeof parameters>;

/** The consent page of a local provider, where a person allows or denies an app access to their account. */
export function consentRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.on(['GET', 'POST'], '/providers/:slug/authorize', async (c) => {
    const slug = c.req.param('slug');
    const { client_id = '', redirect_uri = '', state } = c.req.query();
    const providers = listDataIntegrations(db).filter((integration) => integration.slug === slug);
    const name = providers[0]?.name ?? slug;
    // Nothing may be sent to the redirect URI before the client ID and the URI itself are checked.
    if (!isAcceptedClientId(slug, client_id)) {
      return errorPage(
        c,
        `${name} does not recognize this app`,
        `It received the client ID '${client_id}'. Local WorkOS accepts client IDs that start with '${slug}-'.`,
      );
    }
    if (!providers.some((integration) => redirectUri(local.origin, integration) === redirect_uri)) {
      return errorPage(c, 'This redirect URI is not registered', `${name} received '${redirect_uri}'.`);
    }
    const parsed = parameters.safeParse(c.req.query());
    if (!parsed.success) {
      const error_description = parsed.error.issues.map(({ message }) => message).join(' ');
      return c.redirect(callbackUrl(redirect_uri, { error: 'invalid_request', error_description, state }));
    }
    if (c.req.method === 'GET') return consentPage(c, name, parsed.data);
    return c.redirect(callbackUrl(redirect_uri, { ...(await decide(c, slug, parsed.data)), state }), 303);
  });

  async function decide(c: Context, slug: string, asked: Parameters): Promise<Record<string, string>> {
    const form = await readFormChoices(c);
    if (form.answer !== 'allow') return { error: 'access_denied' };
    const granted = [form.scope ?? []].flat();
    const { client_id, redirect_uri, code_challenge } = asked;
    const scopes = splitScopes(asked.scope).filter((scope) => granted.includes(scope));
    return { code: issueCode(db, { slug, client_id, redirect_uri, code_challenge, scopes }) };
  }

  return app;
}

function consentPage(c: Context, name: string, { client_id, scope }: Parameters) {
  const scopes = splitScopes(scope);
  const { search } = new URL(c.req.url);
  const details = Object.entries(c.req.query()).filter(([key]) => !(key in parameters.shape));
  return cardPage(c, {
    title: `Let Local WorkOS use your ${name} account?`,
    body: html`<p class="muted">
        This page stands in for ${name}. The app is <code>${client_id}</code>.
      </p>
      ${
        details.length > 0
          ? html`<dl class="facts">
              ${details.map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}
            </dl>`
          : ''
      }
      <form method="post" action="${c.req.path}${search}">
        ${
          scopes.length > 0
            ? html`<fieldset class="checks">
                <legend>Requested scopes</legend>
                ${scopes.map(
                  (each) =>
                    html`<label class="check">
                      <input type="checkbox" name="scope" value="${each}" checked /> <code>${each}</code>
                    </label>`,
                )}
              </fieldset>`
            : html`<p>The app requests no scopes.</p>`
        }
        <button class="primary" name="answer" value="allow">Allow</button>
        <button class="wide-button" name="answer" value="deny">Deny</button>
      </form>`,
  });
}

function splitScopes(scope: string): string[] {
  return scope.split(' ').filter(Boolean);
}
