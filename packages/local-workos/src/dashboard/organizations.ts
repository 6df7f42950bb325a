import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { createPortalLink, expirePortalLinks } from '../admin-portal/links.ts';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm, readFormData } from '../http/request-body.ts';
import { entitlementsSchema } from '../organizations/entitlements.ts';
import { field, time } from '../pages/layout.ts';
import { findInvitation, type Invitation, invitationState, updateInvitation } from '../store/invitations.ts';
import { findOrganization, listOrganizations, updateOrganization } from '../store/organizations.ts';
import { dashboardPage } from './dashboard-page.ts';

/** The organizations, their settings and their invitations. */
export function organizationPages(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/organizations', (c, next) => {
    // The public API lists organizations at the same path. Only browsers get the page.
    if (c.req.header('Authorization') || !c.req.header('Accept')?.includes('text/html')) return next();
    const counts = new Map(
      db
        .all<{ organization_id: string; count: number }>(
          `SELECT organization_id, count(*) AS count FROM organization_memberships
           WHERE status = 'active' GROUP BY organization_id`,
        )
        .map(({ organization_id, count }) => [organization_id, count]),
    );
    return dashboardPage(c, {
      title: 'Organizations',
      body: html`<div class="scroll" tabindex="0" role="region" aria-label="Organizations">
        <table>
          <thead>
            <tr><th scope="col">Organization</th><th scope="col">Active members</th><th scope="col">Created</th></tr>
          </thead>
          <tbody>
            ${listOrganizations(db).map(
              (organization) =>
                html`<tr>
                  <td><a href="/organizations/${organization.id}/manage">${organization.name}</a></td>
                  <td>${counts.get(organization.id) ?? 0}</td>
                  <td>${time(organization.created_at)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>`,
    });
  });

  app.get('/organizations/:id/manage', (c) => managePage(c, c.req.param('id')));

  app.post('/organizations/:id/entitlements', async (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const { entitlements: text = '' } = await readForm(c);
    const parsed = entitlementsSchema.safeParse(text === '' ? [] : text.split(','));
    if (!parsed.success) {
      return managePage(c, id, { text, error: parsed.error.issues[0]?.message ?? 'Enter lookup keys.' });
    }
    updateOrganization(db, id, { entitlements: JSON.stringify([...new Set(parsed.data)]) });
    return c.redirect(`/organizations/${id}/manage`);
  });

  function managePage(c: Context, id: string, entitlements?: { text: string; error: string }) {
    const organization = orNotFound(findOrganization(db, id), 'Organization', id);
    const invitations = db.all<Invitation>(
      'SELECT * FROM invitations WHERE organization_id = :id ORDER BY id DESC LIMIT 100',
      { id },
    );
    const multiple = organization.multiple_roles_enabled === 1;
    const mfa = organization.mfa_required === 1;
    return dashboardPage(c, {
      title: organization.name,
      status: entitlements ? 422 : 200,
      body: html`<p class="muted"><code>${organization.id}</code></p>
        <h2>Roles</h2>
        <p>A member can have ${multiple ? 'several roles' : 'only one role'}.</p>
        <form method="post" action="/organizations/${id}/multiple-roles">
          <button name="enabled" value="${multiple ? '0' : '1'}">
            ${multiple ? 'Allow only one role' : 'Allow several roles'}
          </button>
        </form>
        <h2>Multi-factor authentication</h2>
        <p>
          ${mfa ? 'Members need a second factor, regardless of the environment settings.' : 'The environment settings apply.'}
        </p>
        <form method="post" action="/organizations/${id}/mfa">
          <button name="required" value="${mfa ? '0' : '1'}">
            ${mfa ? 'Stop requiring MFA' : 'Require MFA'}
          </button>
        </form>
        <h2>Entitlements</h2>
        <p>
          Lookup keys for the claim <code>entitlements</code> of members' access tokens. WorkOS gets them from Stripe.
        </p>
        <form method="post" action="/organizations/${id}/entitlements" class="narrow" novalidate>
          ${field({
            name: 'entitlements',
            label: 'Lookup keys',
            hint: 'Separate them with commas.',
            value: entitlements?.text ?? JSON.parse(organization.entitlements).join(', '),
            error: entitlements?.error,
          })}
          <button>Save entitlements</button>
        </form>
        <h2>Admin Portal</h2>
        <p>A link works for five minutes. The session it opens lasts an hour.</p>
        <form method="post" action="/organizations/${id}/portal-links/expire">
          <button>Expire links now</button>
        </form>
        <h2>Audit logs</h2>
        <p>The events that your app has logged, as the organization sees them in the Admin Portal.</p>
        <form method="post" action="/organizations/${id}/portal-links/audit-logs">
          <button>View events</button>
        </form>
        <h2>Invitations</h2>
        ${
          invitations.length === 0
            ? html`<p class="empty">No invitations yet.</p>`
            : html`<div class="scroll" tabindex="0" role="region" aria-label="Invitations">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Email</th><th scope="col">State</th><th scope="col">Expires</th>
                      <th scope="col"><span class="muted">Actions</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    ${invitations.map((invitation) => {
                      const state = invitationState(db, invitation);
                      return html`<tr>
                        <td>${invitation.email}</td>
                        <td><span class="badge">${state}</span></td>
                        <td>${time(invitation.expires_at)}</td>
                        <td>
                          ${
                            state === 'pending'
                              ? html`<form method="post" action="/invitations/${invitation.id}/expire">
                                  <button class="small" aria-label="Expire now: the invitation of ${invitation.email}">
                                    Expire now
                                  </button>
                                </form>`
                              : ''
                          }
                        </td>
                      </tr>`;
                    })}
                  </tbody>
                </table>
              </div>`
        }`,
    });
  }

  app.post('/organizations/:id/multiple-roles', async (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const { enabled } = await readFormData(c);
    updateOrganization(db, id, { multiple_roles_enabled: enabled === '1' ? 1 : 0 });
    return c.redirect(`/organizations/${id}/manage`);
  });

  app.post('/organizations/:id/mfa', async (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const { required } = await readFormData(c);
    updateOrganization(db, id, { mfa_required: required === '1' ? 1 : 0 });
    return c.redirect(`/organizations/${id}/manage`);
  });

  app.post('/organizations/:id/portal-links/expire', (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    expirePortalLinks(local, id);
    return c.redirect(`/organizations/${id}/manage`);
  });

  app.post('/organizations/:id/portal-links/audit-logs', (c) => {
    const id = c.req.param('id');
    orNotFound(findOrganization(db, id), 'Organization', id);
    const { pathname, search } = new URL(createPortalLink(local, id, 'audit_logs'));
    return c.redirect(pathname + search, 303);
  });

  app.post('/invitations/:id/expire', (c) => {
    const id = c.req.param('id');
    const invitation = orNotFound(findInvitation(db, id), 'Invitation', id);
    updateInvitation(db, id, { expires_at: db.timestamp() });
    const organizationId = invitation.organization_id;
    return c.redirect(organizationId ? `/organizations/${organizationId}/manage` : '/organizations');
  });

  return app;
}
