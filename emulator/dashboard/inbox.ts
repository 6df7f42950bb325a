import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../context.ts';
import { dashboardPage, time } from '../pages/layout.ts';
import { listMails } from '../store/mails.ts';

/** The mails that WorkOS would have sent, with their codes and links. */
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
            ? html`<p class="empty">No mail yet. Invitations, codes and password resets arrive here.</p>`
            : mails.map(
                (mail) =>
                  html`<article class="mail">
                    <h2>${mail.subject}</h2>
                    <p class="meta">
                      To <a href="/?${new URLSearchParams({ to: mail.recipient })}">${mail.recipient}</a> ·
                      ${time(mail.created_at)}
                    </p>
                    <p>${mail.body}</p>
                    ${mail.code ? html`<p class="code">${mail.code}</p>` : ''}
                    ${mail.link ? html`<p><a href="${mail.link}">${mail.link_label}</a></p>` : ''}
                  </article>`,
              )
        }`,
    });
  });

  return app;
}
