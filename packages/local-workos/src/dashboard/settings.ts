import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { z } from 'zod';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { checkField, field, type Html, selectField } from '../pages/layout.ts';
import {
  type AuthenticationSettings,
  authenticationSettings,
  readAuthenticationSettings,
  writeAuthenticationSettings,
} from '../store/authentication-settings.ts';
import { dashboardPage } from './dashboard-page.ts';

/** How people may sign in: what WorkOS has on its page Authentication. */
export function settingsPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/settings', (c) =>
    settingsPage(c, formOf(readAuthenticationSettings(db)), { saved: c.req.query('saved') === '1' }),
  );

  app.post('/settings', async (c) => {
    const form = await readForm(c);
    const parsed = authenticationSettings.safeParse(settingsOf(form));
    if (!parsed.success) return settingsPage(c, form, { errors: parsed.error.issues });
    writeAuthenticationSettings(db, parsed.data);
    return c.redirect('/settings?saved=1');
  });

  return app;
}

const PASSWORD_CHECKS = [
  { name: 'requireUppercase', label: 'An uppercase letter' },
  { name: 'requireLowercase', label: 'A lowercase letter' },
  { name: 'requireNumber', label: 'A number' },
  { name: 'requireSymbol', label: 'A special character' },
] as const;

const STRENGTHS = [
  { value: '0', label: '0, anything' },
  { value: '1', label: '1, very easy to guess' },
  { value: '2', label: '2, easy to guess' },
  { value: '3', label: '3, hard to guess' },
  { value: '4', label: '4, very hard to guess' },
];

const MFA_CHOICES = [
  { value: 'off', label: 'Off' },
  { value: 'optional', label: 'Optional' },
  { value: 'required', label: 'Required' },
];

/** As the form has it: a box that is checked is there, one that is not is missing. */
function formOf({ passwordPolicy, ...settings }: AuthenticationSettings): Form {
  return Object.fromEntries(
    Object.entries({ ...settings, ...passwordPolicy }).flatMap(([name, value]) => {
      if (typeof value !== 'boolean') return [[name, String(value)]];
      return value ? [[name, 'on']] : [];
    }),
  );
}

function settingsOf(form: Form): unknown {
  const isOn = (name: string) => form[name] === 'on';
  // A box that is off is missing from the form. So that an empty form is none, the rest has to be there.
  const text = (name: string) => form[name] || 'missing';
  return {
    passwords: isOn('passwords'),
    passwordPolicy: {
      minimumLength: text('minimumLength'),
      minimumStrength: text('minimumStrength'),
      ...Object.fromEntries(PASSWORD_CHECKS.map(({ name }) => [name, isOn(name)])),
      rejectBreached: isOn('rejectBreached'),
      rejectLast: text('rejectLast'),
    },
    mfa: text('mfa'),
    passkeys: isOn('passkeys'),
    passkeyEnrollment: isOn('passkeyEnrollment'),
  };
}

function settingsPage(
  c: Context,
  form: Form,
  { saved = false, errors = [] }: { saved?: boolean; errors?: z.core.$ZodIssue[] },
): Response | Promise<Response> {
  const errorOf = (name: string) => errors.find(({ path }) => path.at(-1) === name)?.message;
  const check = (name: string, label: string, hint?: string): Html =>
    checkField({ name, label, checked: form[name] === 'on', hint });
  return dashboardPage(c, {
    title: 'Settings',
    status: errors.length > 0 ? 422 : 200,
    body: html`<p>How people may sign in to this environment.</p>
      ${saved ? html`<p class="notice" role="status">The settings have been saved.</p>` : ''}
      <form method="post" action="/settings" class="narrow" novalidate>
        <h2>Password</h2>
        ${check('passwords', 'Sign in with email and password')}
        ${field({
          name: 'minimumLength',
          label: 'Characters at least',
          inputmode: 'numeric',
          value: form.minimumLength,
          hint: 'The widgets themselves refuse fewer than 8.',
          error: errorOf('minimumLength'),
        })}
        ${selectField({
          name: 'minimumStrength',
          label: 'Strength at least',
          options: STRENGTHS,
          value: form.minimumStrength,
          error: errorOf('minimumStrength'),
        })}
        <fieldset class="checks">
          <legend>It has to have</legend>
          ${PASSWORD_CHECKS.map(({ name, label }) => check(name, label))}
        </fieldset>
        ${field({
          name: 'rejectLast',
          label: 'How many of the last passwords may not be used again',
          inputmode: 'numeric',
          value: form.rejectLast,
          hint: '1 is the current one.',
          error: errorOf('rejectLast'),
        })}
        ${check('rejectBreached', 'Refuse passwords known from data breaches', 'Looked up in a list that comes with Local WorkOS.')}
        <h2>Multi-factor authentication</h2>
        ${selectField({
          name: 'mfa',
          label: 'Authenticator app',
          options: MFA_CHOICES,
          value: form.mfa,
          hint: 'Optional: whoever has set it up is asked for a code. Required: who has not sets it up at sign-in.',
          error: errorOf('mfa'),
        })}
        <h2>Passkeys</h2>
        ${check('passkeys', 'Sign in with a passkey')}
        ${check('passkeyEnrollment', 'Ask who signs in with a password to create a passkey')}
        <button class="primary">Save</button>
      </form>`,
  });
}
