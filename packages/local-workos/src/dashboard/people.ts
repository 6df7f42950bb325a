import { Hono } from 'hono';
import { html } from 'hono/html';
import { giveSignInTicket } from '../authkit/sign-in-tickets.ts';
import { orNotFound } from '../http/api-error.ts';
import { appSignInUrl } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { pageQuery } from '../http/pagination.ts';
import { readForm, readQuery } from '../http/request-body.ts';
import { field, time } from '../pages/layout.ts';
import { listActiveMemberships, membershipRoles } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { searchUsers } from '../store/user-search.ts';
import { displayName, findUser, type User } from '../store/users.ts';
import { dashboardPage } from './dashboard-page.ts';

const PAGE_SIZE = 25;

/** Lists every user with their organizations, and signs the browser in to the app as any of them. */
export function peopleRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/people', (c) => {
    const search = c.req.query('search')?.trim() ?? '';
    const query = readQuery(c, pageQuery);
    const page = searchUsers(db, search, { ...query, limit: PAGE_SIZE, order: 'desc' });
    const { before, after } = page.listMetadata;
    const href = (cursor: Record<string, string>) => `/people?${new URLSearchParams({ search, ...cursor })}`;
    return dashboardPage(c, {
      title: 'People',
      body: html`<form class="row" role="search">
          ${field({ name: 'search', label: 'Search by name or email', type: 'search', value: search })}
          <button>Search</button>
        </form>
        ${
          page.rows.length === 0
            ? html`<p class="empty">No one matches “${search}”.</p>`
            : html`<div class="scroll" tabindex="0" role="region" aria-label="People">
                <table>
                  <thead>
                    <tr><th scope="col">Person</th><th scope="col">Last sign-in</th><th scope="col">Sign in as</th><th scope="col">Support</th></tr>
                  </thead>
                  <tbody>
                    ${page.rows.map((user) => personRow(local, user))}
                  </tbody>
                </table>
              </div>`
        }
        <p class="row below">
          ${before ? html`<a href="${href({ before })}">Newer</a>` : ''}
          ${after ? html`<a href="${href({ after })}">Older</a>` : ''}
        </p>`,
    });
  });

  app.post('/people/:id/sign-in', async (c) => {
    const id = c.req.param('id');
    const user = orNotFound(findUser(db, id), 'User', id);
    const { organization_id: organizationId } = await readForm(c);
    giveSignInTicket(db, c, { userId: user.id, organizationId: organizationId || undefined });
    return c.redirect(appSignInUrl(local));
  });

  return app;
}

function personRow({ db }: LocalWorkOS, user: User) {
  const memberships = listActiveMemberships(db, user.id);
  return html`<tr>
    <td>
      <a href="/people/${user.id}/security"><strong>${displayName(user)}</strong></a>
      <br /><span class="muted">${user.email}</span>
    </td>
    <td>${user.last_sign_in_at ? time(user.last_sign_in_at) : html`<span class="muted">never</span>`}</td>
    <td>
      <span class="row">
        ${
          memberships.length === 0
            ? signInForm(user, '', 'No organization')
            : memberships.map((membership) => {
                const roles = membershipRoles(db, membership.id).map(({ name }) => name);
                const organization = findOrganization(db, membership.organization_id)?.name ?? '';
                return signInForm(user, membership.organization_id, `${roles.join(', ')} · ${organization}`);
              })
        }
      </span>
    </td>
    <td><a href="/people/${user.id}/impersonate" aria-label="Impersonate ${displayName(user)}">Impersonate</a></td>
  </tr>`;
}

function signInForm(user: User, organizationId: string, label: string) {
  return html`<form method="post" action="/people/${user.id}/sign-in">
    <input type="hidden" name="organization_id" value="${organizationId}" />
    <button class="small" aria-label="Sign in as ${displayName(user)}, ${label}">${label}</button>
  </form>`;
}
