import type { Context } from 'hono';
import { html } from 'hono/html';
import { allowedRedirectUris, redirectUriProblem } from '../environment/redirect-uris.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { cardPage } from '../pages/layout.ts';

/** Explains that a redirect URI is not allowed, and lists the ways to allow it. */
export function redirectUriPage(local: LocalWorkOS, c: Context, uri: string): Response | Promise<Response> {
  const problem =
    redirectUriProblem(uri) ??
    (uri.includes('*') ? 'The app must send a URI without a wildcard.' : undefined);
  return cardPage(c, {
    title: 'This redirect URI is not allowed',
    status: 400,
    body: html`<p role="alert">
        ${uri === '' ? 'The app sent no redirect_uri.' : html`The app sent redirect_uri <code class="key">${uri}</code>.`}
      </p>
      ${problem ? html`<p>${problem}</p>` : waysToAllow(uri)}
      <h2>Allowed redirect URIs</h2>
      <ul class="plain-list">
        ${allowedRedirectUris(local).map((allowed) => html`<li><code class="what">${allowed}</code></li>`)}
      </ul>`,
  });
}

function waysToAllow(uri: string) {
  const quoted = /^[\w:/.-]+$/.test(uri) ? uri : `"${uri}"`;
  return html`<p>To allow it, do one of the following:</p>
    <ul class="ways">
      <li>
        <a href="/settings?${new URLSearchParams({ redirect_uri: uri })}#redirect-uris">Add it on the Settings page</a>
      </li>
      <li>Start Local WorkOS with this flag: <code class="command">--redirect-uri ${quoted}</code></li>
      <li>
        Add it to your seed file and restart with --reset:
        <code class="command">redirectUris: [${quoted}]</code>
      </li>
    </ul>`;
}
