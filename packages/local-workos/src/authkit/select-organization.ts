import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { cardPage } from '../pages/layout.ts';
import { listActiveMemberships, membershipRoles } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { continueSignIn } from './finish-sign-in.ts';
import { hostedPath, requestField, withAuthorizationRequest } from './with-authorization-request.ts';

/** The page on which members of several organizations choose one, most recently used first. */
export function selectOrganizationRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(
    '/select-organization',
    withAuthorizationRequest(local, (c, request) => {
      if (!request.user_id) return c.redirect(hostedPath('sign-in', request));
      const memberships = listActiveMemberships(db, request.user_id);
      return cardPage(c, {
        title: 'Choose an organization',
        body: html`<ul class="choices">
          ${memberships.map((membership) => {
            const roles = membershipRoles(db, membership.id).map(({ name }) => name);
            return html`<li>
              <form method="post" action="/select-organization">
                ${requestField(request)}
                <input type="hidden" name="organization_id" value="${membership.organization_id}" />
                <button>
                  <span class="what">
                    <strong>${findOrganization(db, membership.organization_id)?.name}</strong>
                    <small>${roles.join(', ')}</small>
                  </span>
                </button>
              </form>
            </li>`;
          })}
        </ul>`,
      });
    }),
  );

  app.post(
    '/select-organization',
    withAuthorizationRequest(local, (c, request, form) => {
      if (!request.user_id) return c.redirect(hostedPath('sign-in', request));
      return continueSignIn(local, c, request, form.organization_id);
    }),
  );

  return app;
}
