import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type Html, respond } from '../pages/layout.ts';

const DASHBOARD_PAGES = [
  { href: '/', label: 'Inbox' },
  { href: '/people', label: 'People' },
  { href: '/organizations', label: 'Organizations' },
  { href: '/flags', label: 'Feature flags' },
  { href: '/pipes', label: 'Pipes' },
  { href: '/events', label: 'Events' },
  { href: '/webhooks', label: 'Webhooks' },
  { href: '/settings', label: 'Settings' },
  { href: '/requests', label: 'Requests' },
  { href: '/faults', label: 'Faults' },
];

/** Renders one of Local WorkOS's own pages, with the navigation. */
export function dashboardPage(
  c: Context,
  content: { title: string; body: Html; status?: ContentfulStatusCode },
): Response | Promise<Response> {
  return respond(
    c,
    content.title,
    html`<a class="skip-link" href="#content">Skip to content</a>
      <header class="bar">
        <p class="brand"><span class="mark" aria-hidden="true"></span>Local WorkOS</p>
        <nav aria-label="Local WorkOS">
          ${DASHBOARD_PAGES.map(
            ({ href, label }) =>
              html`<a href="${href}" ${c.req.path === href ? html`aria-current="page"` : ''}>${label}</a>`,
          )}
        </nav>
      </header>
      <main class="wide" id="content" tabindex="-1">
        <h1>${content.title}</h1>
        ${content.body}
      </main>`,
    content.status,
  );
}
