import { type Context, Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { LocalWorkOS } from '../http/context.ts';
import { PORTAL_LAUNCH } from '../http/local-only.ts';
import { readForm } from '../http/request-body.ts';
import { errorPage } from '../pages/layout.ts';
import { requireRow } from '../store/database.ts';
import type { Organization } from '../store/organizations.ts';
import { BRING_YOUR_OWN_KEY_PATH } from './bring-your-own-key.ts';
import {
  findPortalVisit,
  type LinkProblem,
  openPortalLink,
  type PortalIntent,
  type PortalVisit,
} from './links.ts';
import { PORTAL_COOKIE } from './portal-page.ts';

/** The portal page of each intent. */
const PAGES: Partial<Record<PortalIntent, string>> = {
  domain_verification: '/portal/domains',
  sso: '/portal/single-sign-on',
  certificate_renewal: '/portal/single-sign-on',
  dsync: '/portal/directory-sync',
  audit_logs: '/portal/audit-logs',
  log_streams: '/portal/audit-log-stream',
  bring_your_own_key: BRING_YOUR_OWN_KEY_PATH,
};

declare module 'hono' {
  interface ContextVariableMap {
    portal: { visit: PortalVisit; organization: Organization };
  }
}

/** Opens a one-time link. The widgets either post its token with a form or open the URL directly. */
export function portalLaunchRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();

  const launch = (c: Context, token: string) => {
    const result = openPortalLink(local, token);
    if ('problem' in result) return errorPage(c, 'This link cannot be used', PROBLEMS[result.problem]);
    const visit = requireRow(findPortalVisit(local, result.secret));
    setCookie(c, PORTAL_COOKIE, result.secret, { path: '/portal', httpOnly: true, sameSite: 'Lax' });
    const page = PAGES[visit.intent];
    if (page) return c.redirect(page, 303);
    const back = visit.return_url ? { href: visit.return_url, label: 'Back to the app' } : undefined;
    return errorPage(c, 'Nothing to set up', 'Local WorkOS has no page for this.', back);
  };

  app.get(PORTAL_LAUNCH, (c) => launch(c, c.req.query('apiToken') ?? ''));
  app.post(PORTAL_LAUNCH, async (c) => launch(c, (await readForm(c)).apiToken ?? ''));

  return app;
}

const PROBLEMS: Record<LinkProblem, string> = {
  used: 'This link has already been used. Each link works once. Go back to the app, reload the page, and open the Admin Portal again.',
  expired: 'This link has expired. Go back to the app, reload the page, and open the Admin Portal again.',
  unknown: 'This link is incomplete. Go back to the app and open the Admin Portal again.',
};
