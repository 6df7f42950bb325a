import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { cardPage, errorPage, type Html } from '../pages/layout.ts';
import { findOrganization } from '../store/organizations.ts';
import { findPortalVisit, type PortalIntent } from './links.ts';

/** The cookie that identifies a visit across pages. */
export const PORTAL_COOKIE = 'local_workos_portal';

/**
 * Requires a visit that was opened for one of these intents. Sets `c.get('portal')` to the visit and its
 * organization. Use it on every page of the Admin Portal, for GET and POST.
 */
export function requirePortal(local: LocalWorkOS, ...intents: PortalIntent[]): MiddlewareHandler {
  return async (c, next) => {
    const visit = findPortalVisit(local, getCookie(c, PORTAL_COOKIE) ?? '');
    const organization = visit && findOrganization(local.db, visit.organization_id);
    if (!visit || !organization || !intents.includes(visit.intent)) {
      return errorPage(c, 'Your session has ended', 'Go back to the app and open the Admin Portal again.');
    }
    c.set('portal', { visit, organization });
    await next();
  };
}

/** Renders a page of the Admin Portal, with the name of the organization. */
export function portalPage(c: Context, content: { title: string; body: Html; status?: 200 | 422 }) {
  const { organization, visit } = c.get('portal');
  return cardPage(c, {
    ...content,
    body: html`<p class="muted">Admin Portal for ${organization.name}</p>
      ${content.body}
      ${visit.return_url ? html`<p class="below"><a href="${visit.return_url}">Back to the app</a></p>` : ''}`,
  });
}
