import { type Context, Hono, type MiddlewareHandler } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { readForm } from '../authkit/with-authorization-request.ts';
import type { LocalWorkOS } from '../context.ts';
import { cardPage, errorPage, type Html } from '../pages/layout.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { requireRow } from '../store/users.ts';
import {
  findPortalVisit,
  type LinkProblem,
  openPortalLink,
  type PortalIntent,
  type PortalVisit,
} from './portal-links.ts';

const COOKIE = 'local_workos_portal';

/** Where each intent leads. */
const PAGES: Partial<Record<PortalIntent, string>> = {
  domain_verification: '/portal/domains',
  sso: '/portal/single-sign-on',
  certificate_renewal: '/portal/single-sign-on',
  dsync: '/portal/directory-sync',
  log_streams: '/portal/audit-log-stream',
};

declare module 'hono' {
  interface ContextVariableMap {
    portal: { visit: PortalVisit; organization: Organization };
  }
}

/** Opens a one-time link: the widgets post its token with a form, or open it as it is. */
export function portalLaunchRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();

  const launch = (c: Context, token: string) => {
    const result = openPortalLink(local, token);
    if ('problem' in result) return errorPage(c, 'This link cannot be used', PROBLEMS[result.problem]);
    const visit = requireRow(findPortalVisit(local, result.secret));
    setCookie(c, COOKIE, result.secret, { path: '/portal', httpOnly: true, sameSite: 'Lax' });
    const page = PAGES[visit.intent];
    return page
      ? c.redirect(page, 303)
      : errorPage(c, 'Nothing to set up', 'Local WorkOS has no page for this.');
  };

  app.get('/portal/launch', (c) => launch(c, c.req.query('apiToken') ?? ''));
  app.post('/portal/launch', async (c) => launch(c, (await readForm(c)).apiToken ?? ''));

  return app;
}

/**
 * Lets a visit pass that was opened for one of these intents; its organization is then `c.get('portal')`.
 * Use it on each page of the Admin Portal, GET and POST.
 */
export function requirePortal(local: LocalWorkOS, ...intents: PortalIntent[]): MiddlewareHandler {
  return async (c, next) => {
    const visit = findPortalVisit(local, getCookie(c, COOKIE) ?? '');
    const organization = visit && findOrganization(local.db, visit.organization_id);
    if (!visit || !organization || !intents.includes(visit.intent)) {
      return errorPage(
        c,
        'This visit has ended',
        'Go back to the app and open the Admin Portal from there again.',
      );
    }
    c.set('portal', { visit, organization });
    await next();
  };
}

/** A page of the Admin Portal, which says for whom things are set up here. */
export function portalPage(c: Context, content: { title: string; body: Html; status?: 200 | 422 }) {
  const { organization, visit } = c.get('portal');
  return cardPage(c, {
    ...content,
    body: html`<p class="muted">Admin Portal for ${organization.name}</p>
      ${content.body}
      ${visit.return_url ? html`<p class="below"><a href="${visit.return_url}">Back to the app</a></p>` : ''}`,
  });
}

const PROBLEMS: Record<LinkProblem, string> = {
  used: 'It has been used. A link works once: go back to the app, reload the page, and open the Admin Portal from there again.',
  expired: 'It has expired. Go back to the app, reload the page, and open the Admin Portal from there again.',
  unknown: 'It is not complete. Go back to the app and open the Admin Portal from there again.',
};
