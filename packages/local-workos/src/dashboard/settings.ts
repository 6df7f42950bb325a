import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { z } from 'zod';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import {
  authenticationSettings,
  readAuthenticationSettings,
  writeAuthenticationSettings,
} from '../store/authentication-settings.ts';
import { type AppForm, appSettings, appSettingsRoutes } from './app-settings.ts';
import { dashboardPage } from './dashboard-page.ts';
import { jwtTemplateForm, jwtTemplateSettingsRoutes } from './jwt-template.ts';
import { formOf, settingsOf, signInSettings } from './sign-in-settings.ts';

/** The settings of the Applications, API keys, and Authentication pages of WorkOS's dashboard. */
export function settingsPages(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get('/settings', (c) => {
    const { saved = '', redirect_uri: uri } = c.req.query();
    return settingsPage(local, c, { notice: NOTICES[saved], appForm: uri ? { uri } : {} });
  });

  app.post('/settings', async (c) => {
    const form = await readForm(c);
    const parsed = authenticationSettings.safeParse(settingsOf(form));
    if (!parsed.success) return settingsPage(local, c, { signInForm: form, errors: parsed.error.issues });
    writeAuthenticationSettings(db, parsed.data);
    return c.redirect('/settings?saved=1');
  });

  app.route(
    '/',
    appSettingsRoutes(local, (c, appForm) => settingsPage(local, c, { appForm, status: 422 })),
  );
  app.route(
    '/',
    jwtTemplateSettingsRoutes(local, (c, jwtTemplate) =>
      settingsPage(local, c, { jwtTemplate, status: 422 }),
    ),
  );
  return app;
}

const NOTICES: Record<string, string> = {
  1: 'Settings saved.',
  'redirect-uri': 'Redirect URIs saved.',
  'cors-origin': 'CORS origins saved.',
  'sign-in-endpoint': 'Sign-in endpoint saved.',
  'jwt-template': 'JWT template saved.',
};

interface Content {
  notice?: string | undefined;
  appForm?: AppForm;
  signInForm?: Form;
  jwtTemplate?: { content: string; error: string };
  errors?: z.core.$ZodIssue[];
  status?: 200 | 422;
}

function settingsPage(local: LocalWorkOS, c: Context, content: Content): Response | Promise<Response> {
  const { notice, appForm = {}, signInForm, jwtTemplate, errors = [] } = content;
  return dashboardPage(c, {
    title: 'Settings',
    status: content.status ?? (errors.length > 0 ? 422 : 200),
    body: html`${notice ? html`<p class="notice" role="status">${notice}</p>` : ''}
      <h2>Your app</h2>
      ${appSettings(local, appForm)}
      <h2>Access tokens</h2>
      ${jwtTemplateForm(local, jwtTemplate)}
      <h2>Sign-in</h2>
      <p>How people can sign in to this environment.</p>
      ${signInSettings(signInForm ?? formOf(readAuthenticationSettings(local.db)), errors)}`,
  });
}
