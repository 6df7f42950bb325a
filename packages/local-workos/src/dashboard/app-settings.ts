import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { corsOriginProblem } from '../environment/cors-origins.ts';
import { allowedRedirectUris, redirectUriProblem } from '../environment/redirect-uris.ts';
import { signInEndpointProblem } from '../environment/sign-in-endpoint.ts';
import { apiKeys } from '../http/api-key.ts';
import { allowedOrigins, defaultSignInEndpoint, signInEndpoint } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { readForm } from '../http/request-body.ts';
import { facts, field, type Html } from '../pages/layout.ts';
import { addCorsOrigin, deleteCorsOrigin, listCorsOrigins } from '../store/cors-origins.ts';
import { saveSignInEndpoint } from '../store/environment.ts';
import { addRedirectUri, deleteRedirectUri, listRedirectUris } from '../store/redirect-uris.ts';

/** Submitted values that were not saved, and their error. */
export interface AppForm {
  uri?: string | undefined;
  origin?: string | undefined;
  endpoint?: string | undefined;
  error?: string | undefined;
}

/** @param refuse Shows the page again with the submitted values and their error. */
export function appSettingsRoutes(
  local: LocalWorkOS,
  refuse: (c: Context, form: AppForm) => Response | Promise<Response>,
): Hono {
  const { db } = local;
  const app = new Hono();

  app.post('/settings/redirect-uris', async (c) => {
    const { uri = '' } = await readForm(c);
    const error =
      redirectUriProblem(uri) ??
      (allowedRedirectUris(local).includes(uri) ? 'This redirect URI is already allowed.' : undefined);
    if (error) return refuse(c, { uri, error });
    addRedirectUri(db, uri);
    return c.redirect('/settings?saved=redirect-uri#redirect-uris');
  });

  app.post('/settings/redirect-uris/:id/remove', (c) => {
    deleteRedirectUri(db, c.req.param('id'));
    return c.redirect('/settings?saved=redirect-uri#redirect-uris');
  });

  app.post('/settings/cors-origins', async (c) => {
    const { origin = '' } = await readForm(c);
    const error =
      corsOriginProblem(origin) ??
      (allowedOrigins(local).includes(origin) ? 'This origin is already allowed.' : undefined);
    if (error) return refuse(c, { origin, error });
    addCorsOrigin(db, origin);
    return c.redirect('/settings?saved=cors-origin#cors-origins');
  });

  app.post('/settings/cors-origins/:id/remove', (c) => {
    deleteCorsOrigin(db, c.req.param('id'));
    return c.redirect('/settings?saved=cors-origin#cors-origins');
  });

  app.post('/settings/sign-in-endpoint', async (c) => {
    const { endpoint = '' } = await readForm(c);
    const error = endpoint === '' ? undefined : signInEndpointProblem(endpoint);
    if (error) return refuse(c, { endpoint, error });
    saveSignInEndpoint(db, endpoint || undefined);
    return c.redirect('/settings?saved=sign-in-endpoint#sign-in-endpoint');
  });

  return app;
}

export function appSettings(local: LocalWorkOS, form: AppForm): Html {
  return html`<div class="narrow">
    ${facts([
      ['Client ID', html`<code>${CLIENT_ID}</code>`],
      ['API keys', html`${apiKeys(local.db).map((key) => html`<code>${key}</code><br />`)}`],
    ])}
    ${redirectUris(local, form)} ${corsOrigins(local, form)} ${signInEndpointForm(local, form)}
  </div>`;
}

function redirectUris({ db, options }: LocalWorkOS, { uri, error }: AppForm): Html {
  return html`<h3 id="redirect-uris">Redirect URIs</h3>
    <p>
      Where a sign-in can lead. Wildcards work as they do in WorkOS, such as <code>http://localhost:*/callback</code> and
      <code>https://*.example.com/callback</code>.
    </p>
    <ul class="plain-list">
      ${options.origins.map((origin) => entry(`${origin}/callback`, 'from --origin'))}
      ${options.redirectUris.map((each) => entry(each, 'from --redirect-uri'))}
      ${listRedirectUris(db).map(({ id, uri }) => entry(uri, removal(`/settings/redirect-uris/${id}/remove`, uri)))}
    </ul>
    <form method="post" action="/settings/redirect-uris" novalidate>
      ${field({ name: 'uri', label: 'New redirect URI', inputmode: 'url', value: uri, error: uri !== undefined ? error : undefined })}
      <button>Add redirect URI</button>
    </form>`;
}

function corsOrigins({ db, options }: LocalWorkOS, { origin, error }: AppForm): Html {
  return html`<h3 id="cors-origins">CORS origins</h3>
    <p>Origins whose pages can call Local WorkOS.</p>
    <ul class="plain-list">
      ${options.origins.map((each) => entry(each, 'from --origin'))}
      ${options.corsOrigins.map((each) => entry(each, 'from --cors-origin'))}
      ${listCorsOrigins(db).map(({ id, origin }) => entry(origin, removal(`/settings/cors-origins/${id}/remove`, origin)))}
    </ul>
    <form method="post" action="/settings/cors-origins" novalidate>
      ${field({ name: 'origin', label: 'New CORS origin', inputmode: 'url', value: origin, error: origin !== undefined ? error : undefined })}
      <button>Add CORS origin</button>
    </form>`;
}

function signInEndpointForm(local: LocalWorkOS, { endpoint, error }: AppForm): Html {
  const ofFlag = local.options.signInEndpoint;
  return html`<h3 id="sign-in-endpoint">Sign-in endpoint</h3>
    <p>Where your app starts sign-in. “Sign in as”, impersonation, and invitations go there.</p>
    ${
      ofFlag
        ? html`<ul class="plain-list">${entry(ofFlag, 'from --sign-in-endpoint')}</ul>`
        : html`<form method="post" action="/settings/sign-in-endpoint" novalidate>
            ${field({
              name: 'endpoint',
              label: 'Address',
              inputmode: 'url',
              value: endpoint ?? signInEndpoint(local),
              hint: `Leave it empty to use ${defaultSignInEndpoint(local)}.`,
              error: endpoint !== undefined ? error : undefined,
            })}
            <button>Change sign-in endpoint</button>
          </form>`
    }`;
}

function entry(value: string, side: Html | string): Html {
  return html`<li><code class="what">${value}</code><span class="muted">${side}</span></li>`;
}

function removal(action: string, value: string): Html {
  return html`<form method="post" action="${action}">
    <button class="small" aria-label="Remove ${value}">Remove</button>
  </form>`;
}
