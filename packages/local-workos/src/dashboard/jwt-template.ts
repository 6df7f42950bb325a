import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { readForm } from '../http/request-body.ts';
import { jwtTemplateProblem } from '../jwt-templates/validate.ts';
import { type Html, textAreaField } from '../pages/layout.ts';
import { deleteJwtTemplate, readJwtTemplate, writeJwtTemplate } from '../store/jwt-template.ts';

interface Refused {
  content: string;
  error: string;
}

/** @param refuse Shows the page again with the submitted template and its error. */
export function jwtTemplateSettingsRoutes(
  { db }: LocalWorkOS,
  refuse: (c: Context, refused: Refused) => Response | Promise<Response>,
): Hono {
  const app = new Hono();

  app.post('/settings/jwt-template', async (c) => {
    const { content = '' } = await readForm(c);
    const error = content === '' ? undefined : jwtTemplateProblem(content);
    if (error) return refuse(c, { content, error });
    if (content === '') deleteJwtTemplate(db);
    else writeJwtTemplate(db, content);
    return c.redirect('/settings?saved=jwt-template#jwt-template');
  });

  return app;
}

/** The form of the template, with what was refused in place of what is stored. */
export function jwtTemplateForm({ db }: LocalWorkOS, refused?: Refused): Html {
  return html`<form method="post" action="/settings/jwt-template" id="jwt-template" class="narrow" novalidate>
    <h3>JWT template</h3>
    <p>Adds claims to access tokens, such as <code>{"email": "{{ user.email }}"}</code>.</p>
    ${textAreaField({
      name: 'content',
      label: 'Template',
      rows: 6,
      value: refused?.content ?? readJwtTemplate(db)?.content ?? '',
      hint: 'Leave it empty to add none. Sessions get a change with their next access token.',
      error: refused?.error,
    })}
    <button>Save template</button>
  </form>`;
}
