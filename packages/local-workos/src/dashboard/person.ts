import { Hono } from 'hono';
import { html } from 'hono/html';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readFormData } from '../http/request-body.ts';
import { type Html, time } from '../pages/layout.ts';
import { deleteAuthenticators, listAuthenticators } from '../store/authentication-factors.ts';
import { deletePasskey, listPasskeys } from '../store/passkeys.ts';
import { displayName, findUser, type User, updateUser } from '../store/users.ts';
import { dashboardPage } from './dashboard-page.ts';

/** Lists a person's credentials and removes them, for example after a lost phone. */
export function personPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findUser(db, id), 'User', id);

  app.get('/people/:id/security', (c) => {
    const user = find(c.req.param('id'));
    const authenticators = listAuthenticators(db, user.id);
    return dashboardPage(c, {
      title: displayName(user),
      body: html`<p class="muted">${user.email}</p>
        <div class="narrow">
          <h2>Password</h2>
          ${
            user.password_hash
              ? list([entry('Password', removeForm(user, 'password', 'Remove the password'))])
              : html`<p class="empty">None.</p>`
          }
          <h2>Authenticator app</h2>
          ${
            authenticators.length === 0
              ? html`<p class="empty">None.</p>`
              : list(
                  authenticators.map((factor) =>
                    entry(
                      html`Set up ${time(factor.created_at)}${used(factor.last_used_at)}`,
                      removeForm(user, 'authenticator', 'Remove the authenticator app'),
                    ),
                  ),
                )
          }
          <h2>Passkeys</h2>
          ${
            listPasskeys(db, user.id).length === 0
              ? html`<p class="empty">None.</p>`
              : list(
                  listPasskeys(db, user.id).map((passkey) =>
                    entry(
                      html`Created ${time(passkey.created_at)}${used(passkey.last_used_at)}`,
                      removeForm(user, 'passkey', 'Remove the passkey', passkey.id),
                    ),
                  ),
                )
          }
        </div>`,
    });
  });

  app.post('/people/:id/security/password', (c) => {
    const user = find(c.req.param('id'));
    updateUser(db, user.id, { password_hash: null });
    return c.redirect(`/people/${user.id}/security`);
  });

  app.post('/people/:id/security/authenticator', (c) => {
    const user = find(c.req.param('id'));
    deleteAuthenticators(db, user.id);
    return c.redirect(`/people/${user.id}/security`);
  });

  app.post('/people/:id/security/passkey', async (c) => {
    const user = find(c.req.param('id'));
    const { passkey_id: passkeyId } = await readFormData(c);
    deletePasskey(db, user.id, String(passkeyId));
    return c.redirect(`/people/${user.id}/security`);
  });

  return app;
}

function list(entries: Html[]): Html {
  return html`<ul class="plain-list">${entries}</ul>`;
}

function entry(what: Html | string, action: Html): Html {
  return html`<li><span class="what">${what}</span>${action}</li>`;
}

function used(at: string | null): Html | string {
  return at ? html`, last used ${time(at)}` : ', not used yet';
}

function removeForm(user: User, what: string, label: string, passkeyId = ''): Html {
  return html`<form method="post" action="/people/${user.id}/security/${what}">
    <input type="hidden" name="passkey_id" value="${passkeyId}" />
    <button class="small" aria-label="${label}">Remove</button>
  </form>`;
}
