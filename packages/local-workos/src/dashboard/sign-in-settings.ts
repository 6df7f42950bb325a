import { html } from 'hono/html';
import type { z } from 'zod';
import type { Form } from '../http/request-body.ts';
import { checkField, field, type Html, selectField } from '../pages/layout.ts';
import type { AuthenticationSettings } from '../store/authentication-settings.ts';
import { OAUTH_PROVIDERS, oauthProviderName } from '../store/oauth-providers.ts';

/** The form of the sign-in methods, as on WorkOS's Authentication page. */
export function signInSettings(form: Form, errors: readonly z.core.$ZodIssue[]): Html {
  const errorOf = (name: string) => errors.find(({ path }) => path.at(-1) === name)?.message;
  const check = (name: string, label: string, hint?: string): Html =>
    checkField({ name, label, checked: form[name] === 'on', hint });
  return html`<form method="post" action="/settings" class="narrow" novalidate>
    <h3>Password</h3>
    ${check('passwords', 'Sign in with email and password')}
    ${field({
      name: 'minimumLength',
      label: 'Minimum length',
      inputmode: 'numeric',
      value: form.minimumLength,
      hint: 'The widgets always require at least 8 characters.',
      error: errorOf('minimumLength'),
    })}
    ${selectField({
      name: 'minimumStrength',
      label: 'Minimum strength',
      options: STRENGTHS,
      value: form.minimumStrength,
      error: errorOf('minimumStrength'),
    })}
    <fieldset class="checks">
      <legend>Require</legend>
      ${PASSWORD_CHECKS.map(({ name, label }) => check(name, label))}
    </fieldset>
    ${field({
      name: 'rejectLast',
      label: 'Reject recent passwords',
      inputmode: 'numeric',
      value: form.rejectLast,
      hint: 'How many recent passwords cannot be reused. 1 is the current one.',
      error: errorOf('rejectLast'),
    })}
    ${check('rejectBreached', 'Reject passwords known from data breaches', 'Uses a list that ships with Local WorkOS.')}
    <h3>Multi-factor authentication</h3>
    ${selectField({
      name: 'mfa',
      label: 'Authenticator app',
      options: MFA_CHOICES,
      value: form.mfa,
      hint: 'Optional: people who set one up must enter a code. Required: everyone else sets one up at sign-in.',
      error: errorOf('mfa'),
    })}
    <h3>Passkeys</h3>
    ${check('passkeys', 'Sign in with a passkey')}
    ${check('passkeyEnrollment', 'Offer a passkey to people who sign in with a password')}
    <h3>Social login</h3>
    <fieldset class="checks">
      <legend>Buttons on the sign-in page</legend>
      ${OAUTH_PROVIDERS.map((provider) => check(provider, oauthProviderName(provider)))}
    </fieldset>
    <button class="primary">Save</button>
  </form>`;
}

/** Converts settings to form values. An unchecked box is missing from the form. */
export function formOf({ passwordPolicy, providers, ...settings }: AuthenticationSettings): Form {
  const buttons = Object.fromEntries(providers.map((provider) => [provider, true]));
  return Object.fromEntries(
    Object.entries({ ...settings, ...passwordPolicy, ...buttons }).flatMap(([name, value]) => {
      if (typeof value !== 'boolean') return [[name, String(value)]];
      return value ? [[name, 'on']] : [];
    }),
  );
}

export function settingsOf(form: Form): unknown {
  const isOn = (name: string) => form[name] === 'on';
  // Unchecked boxes are missing from the form. Requiring the other fields makes an empty form invalid.
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
    providers: OAUTH_PROVIDERS.filter(isOn),
  };
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
