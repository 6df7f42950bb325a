import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { giveSignInTicket } from '../authkit/sign-in-tickets.ts';
import { orNotFound } from '../http/api-error.ts';
import { appSignInUrl } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { field } from '../pages/layout.ts';
import { listActiveMemberships } from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import { displayName, findUser, type User } from '../store/users.ts';
import { dashboardPage } from './dashboard-page.ts';

/** The user of Local WorkOS's dashboard. */
const IMPERSONATOR = 'support@local-workos.example';

/**
 * Implements "Impersonate user" of the WorkOS dashboard: asks for a reason, then signs in to the app as that
 * person.
 */
export function impersonationPages(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const person = (c: Context) => {
    const id = c.req.param('id') ?? '';
    return orNotFound(findUser(db, id), 'User', id);
  };

  app.get('/people/:id/impersonate', (c) => page(local, c, person(c), {}));

  app.post('/people/:id/impersonate', async (c) => {
    const user = person(c);
    const form = await readForm(c);
    if (!form.reason) return page(local, c, user, form, 'Enter a reason. It is recorded with the session.');
    giveSignInTicket(db, c, {
      userId: user.id,
      organizationId: form.organization_id || undefined,
      impersonator: { email: IMPERSONATOR, reason: form.reason },
    });
    return c.redirect(appSignInUrl(local));
  });

  return app;
}

function page({ db }: LocalWorkOS, c: Context, user: User, form: Form, error?: string) {
  const memberships = listActiveMemberships(db, user.id);
  return dashboardPage(c, {
    title: `Impersonate ${displayName(user)}`,
    status: error ? 422 : 200,
    body: html`<p>
        You use the app as ${user.email} for up to an hour. The session records who you are. You can't do anything
        that requires an emailed code or the person's own credentials.
      </p>
      <form method="post" action="/people/${user.id}/impersonate" novalidate>
        ${field({ name: 'reason', label: 'Reason', value: form.reason, error })}
        ${
          memberships.length > 0 &&
          html`<div class="field">
            <label for="organization_id">Organization</label>
            <select id="organization_id" name="organization_id">
              ${memberships.map(
                ({ organization_id: id }) =>
                  html`<option value="${id}">${findOrganization(db, id)?.name}</option>`,
              )}
            </select>
          </div>`
        }
        <button>Impersonate</button>
      </form>`,
  });
}
