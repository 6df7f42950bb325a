import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { allowedOrigins } from '../http/app-urls.ts';
import { callbackUrl } from '../http/callback-url.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import { cardPage, errorPage, type Html } from '../pages/layout.ts';
import {
  type DataAuthorization,
  endDataAuthorization,
  findDataAuthorization,
  findDataAuthorizationByState,
  isUnderWay,
} from '../store/data-authorizations.ts';
import { requireRow } from '../store/database.ts';
import { hashSecret } from '../store/ids.ts';
import { findOrganization } from '../store/organizations.ts';
import { displayName, findUser } from '../store/users.ts';
import { finishAuthorization, goToProvider, integrationOf } from './authorize.ts';

/** The pages between an app and the consent page of a provider. The widgets open them in a separate window. */
export function pipesHostedPages(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  // Shown while the widget requests the link.
  app.get('/pipes/redirecting', (c) =>
    cardPage(c, { title: 'One moment', body: html`<p role="status">Taking you to the provider.</p>` }),
  );

  app.get('/data-integrations/:link/authorize-redirect', (c) => {
    const authorization = findDataAuthorization(db, c.req.param('link'));
    if (!authorization || !isUnderWay(db, authorization)) return ended(c);
    return authorization.handoff_token_hash
      ? handoffPage(c, authorization)
      : confirmationPage(c, authorization);
  });

  app.post('/data-integrations/:link/authorize-redirect', async (c) => {
    const authorization = findDataAuthorization(db, c.req.param('link'));
    if (!authorization || !isUnderWay(db, authorization)) return ended(c);
    if (!mayGoOn(authorization, await readForm(c))) {
      return errorPage(
        c,
        'Open this from the app',
        'You can only continue in the window that the app opened.',
      );
    }
    // The provider may have been turned off in the meantime.
    const { usableMethods } = integrationOf(local, authorization);
    if (!usableMethods.includes('oauth')) return finished(c, authorization, 'failed');
    const { url, browserSecret } = goToProvider(local, authorization);
    setCookie(c, cookieName(authorization), browserSecret, {
      path: '/data-integrations',
      httpOnly: true,
      sameSite: 'Lax',
      maxAge: 600,
    });
    return c.redirect(url, 303);
  });

  app.get('/data-integrations/:slug/:redirectKey/callback', async (c) => {
    const { state = '', code, error } = c.req.query();
    const authorization = findDataAuthorizationByState(db, state);
    if (!authorization || !isUnderWay(db, authorization) || !isSameBrowser(c, authorization)) return ended(c);
    const { integration } = integrationOf(local, authorization);
    if (integration.slug !== c.req.param('slug') || integration.redirectKey !== c.req.param('redirectKey')) {
      return ended(c);
    }
    if (!code) {
      const outcome = error === 'access_denied' ? 'denied' : 'failed';
      endDataAuthorization(db, authorization.id, outcome);
      return finished(c, authorization, outcome);
    }
    return finished(c, authorization, await finishAuthorization(local, authorization, code));
  });

  /** Waits for the opener window to send the tokens. */
  function handoffPage(c: Context, authorization: DataAuthorization) {
    const { name } = integrationOf(local, authorization).integration;
    return cardPage(c, {
      title: `Connecting to ${name}`,
      body: handoffForm(html`<p role="status">Waiting for the app that opened this window.</p>
        <p id="no-handoff" role="alert" hidden>
          The app is not responding. Close this window and connect from the app again.
        </p>`),
    });
  }

  /** Shows what will be connected to whom, so that no one unknowingly connects an account for someone else. */
  function confirmationPage(c: Context, authorization: DataAuthorization) {
    const { name } = integrationOf(local, authorization).integration;
    return cardPage(c, {
      title: `Connect ${name}?`,
      body: handoffForm(html`<p>
          The ${name} account that you choose next will be ${ownerText(authorization)}.
        </p>
        <button class="primary" name="confirmed" value="yes">Continue to ${name}</button>`),
    });
  }

  function ownerText(authorization: DataAuthorization): Html {
    const { ownership } = integrationOf(local, authorization).integration;
    const organization = findOrganization(db, authorization.organization_id ?? '')?.name;
    if (ownership === 'organization') return html`shared with everyone in <strong>${organization}</strong>`;
    const user = requireRow(findUser(db, authorization.user_id));
    return html`connected to <strong>${displayName(user)}</strong> (${user.email})${
      organization ? html` in <strong>${organization}</strong>` : ''
    }`;
  }

  /**
   * A form that the script submits once the app has sent the tokens. The script only listens to the app's
   * origins.
   */
  function handoffForm(content: Html): Html {
    return html`<form method="post" id="handoff" data-origins="${allowedOrigins(local).join(' ')}">
        <input type="hidden" name="redirect_token" /><input type="hidden" name="handoff_token" />
        ${content}
      </form>
      ${WINDOW_SCRIPT}`;
  }

  /** Returns to an app that used the public API. The widgets' window only shows the result. */
  function finished(c: Context, authorization: DataAuthorization, outcome: Outcome) {
    const { return_to: returnTo } = authorization;
    if (returnTo) {
      return c.redirect(
        outcome === 'connected' ? returnTo : callbackUrl(returnTo, { error: ERRORS[outcome] }),
      );
    }
    const { name } = integrationOf(local, authorization).integration;
    const { title, text } = OUTCOMES[outcome];
    return cardPage(c, {
      title: `${name} ${title}`,
      body: html`<p role="${outcome === 'connected' ? 'status' : 'alert'}">${text}</p>
        <button type="button" id="close" ${outcome === 'connected' ? html`data-now` : ''}>Close this window</button>
        ${WINDOW_SCRIPT}`,
      status: outcome === 'failed' ? 400 : 200,
    });
  }

  return app;
}

type Outcome = 'connected' | 'denied' | 'failed';

const OUTCOMES: Record<Outcome, { title: string; text: string }> = {
  connected: { title: 'is connected', text: 'You can close this window and go back to the app.' },
  denied: { title: 'is not connected', text: 'You denied access. Nothing has changed.' },
  failed: {
    title: 'could not be connected',
    text: 'The provider did not accept the OAuth app, or the settings changed in the meantime. Your account is unchanged.',
  },
};

const ERRORS = { denied: 'access_denied', failed: 'server_error' };

const WINDOW_SCRIPT = html`<script type="module" src="/assets/pipes-window.js"></script>`;

/** With a handoff token, only the requesting window can continue. Otherwise, confirming the page is enough. */
function mayGoOn(authorization: DataAuthorization, form: Record<string, string>): boolean {
  const { redirect_token_hash, handoff_token_hash } = authorization;
  if (!handoff_token_hash && form.confirmed === 'yes') return true;
  return (
    hashSecret(form.redirect_token ?? '') === redirect_token_hash &&
    (!handoff_token_hash || hashSecret(form.handoff_token ?? '') === handoff_token_hash)
  );
}

function cookieName({ id }: DataAuthorization): string {
  return `local_workos_${id}`;
}

/** Without this check, a callback link from someone else would connect the wrong account. */
function isSameBrowser(c: Context, authorization: DataAuthorization): boolean {
  return hashSecret(getCookie(c, cookieName(authorization)) ?? '') === authorization.browser_hash;
}

function ended(c: Context) {
  return errorPage(
    c,
    'This link cannot be used',
    'It has expired or was already used. Close this window and connect from the app again.',
  );
}
