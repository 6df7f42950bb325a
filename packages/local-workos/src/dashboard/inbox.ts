import { Hono } from 'hono';
import { html } from 'hono/html';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Html, time } from '../pages/layout.ts';
import type { Database } from '../store/database.ts';
import { findMail, listMails, type Mail } from '../store/mails.ts';
import { expireOneTimeCode, isOneTimeCodeOpen } from '../store/one-time-codes.ts';
import { dashboardPage } from './dashboard-page.ts';

/** The emails that WorkOS would have sent, with their codes and links. */
export function inboxRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/', (c) => {
    const recipient = c.req.query('to') || undefined;
    const mails = listMails(db, recipient);
    return dashboardPage(c, {
      title: 'Inbox',
      body: html`${recipient ? html`<p>Mail to ${recipient}. <a href="/">Show all</a></p>` : ''}
        ${
          mails.length === 0
            ? html`<p class="empty">No mail yet. Invitations, codes, and password resets arrive here.</p>`
            : mails.map((mail) => mailArticle(db, mail))
        }`,
    });
  });

  app.post('/mails/:id/expire-code', (c) => {
    const id = c.req.param('id');
    const mail = orNotFound(findMail(db, id), 'Mail', id);
    if (mail.one_time_code_id) expireOneTimeCode(db, mail.one_time_code_id);
    return c.redirect(inboxOf(mail));
  });

  return app;
}

function mailArticle(db: Database, mail: Mail): Html {
  return html`<article class="mail">
    <h2>${mail.subject}</h2>
    <p class="meta">To <a href="${inboxOf(mail)}">${mail.recipient}</a> · ${time(mail.created_at)}</p>
    <p>${mail.body}</p>
    ${mail.code ? html`<p class="code">${mail.code}</p>` : ''}
    ${
      mail.one_time_code_id && isOneTimeCodeOpen(db, mail.one_time_code_id)
        ? html`<form method="post" action="/mails/${mail.id}/expire-code">
            <button class="small" aria-label="Expire now: the code ${mail.code}">Expire now</button>
          </form>`
        : ''
    }
    ${mail.link ? html`<p><a href="${mail.link}">${mail.link_label}</a></p>` : ''}
  </article>`;
}

function inboxOf({ recipient }: Mail): string {
  return `/?${new URLSearchParams({ to: recipient })}`;
}
