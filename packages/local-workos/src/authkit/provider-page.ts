import type { Context } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { emailAddress, type Form } from '../http/request-body.ts';
import { subjectOf } from '../identity-providers/subject.ts';
import { cardPage, field, type Html } from '../pages/layout.ts';
import type { IdentifiedProfile } from '../sso/protocol.ts';
import { type OAuthProvider, oauthProviderName } from '../store/oauth-providers.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { requestField } from './with-authorization-request.ts';

const name = z
  .string()
  .max(255)
  .optional()
  .transform((text) => text || null);

const person = z
  .object({ email: emailAddress, first_name: name, last_name: name })
  .transform(({ email, first_name, last_name }): IdentifiedProfile => {
    const profile = { email, firstName: first_name, lastName: last_name };
    const subject = subjectOf(profile);
    return { ...profile, subject, attributes: { sub: subject, email, first_name, last_name } };
  });

/** The person who signs in at a simulated provider, or what is wrong with the form. */
export function readPerson(form: Form): { person: IdentifiedProfile } | { problem: string } {
  const result = person.safeParse(form);
  if (result.success) return { person: result.data };
  const isEmail = result.error.issues.some(({ path }) => path[0] === 'email');
  return { problem: isEmail ? 'Enter a valid email address.' : 'Enter a shorter name.' };
}

/** The page of a simulated provider such as Google, on which a person signs in as anyone or denies the sign-in. */
export function providerPage(
  c: Context,
  request: AuthorizationRequest,
  page: {
    provider: OAuthProvider;
    /** The path that the form posts to. */
    action: string;
    form: Form;
    problem?: string;
    /** Accounts at the provider to choose from. */
    accounts?: Html | string;
    /** Hidden fields. */
    fields?: Html | string;
  },
): Response | Promise<Response> {
  const { action, form, problem, accounts = '', fields = '' } = page;
  const provider = oauthProviderName(page.provider);
  return cardPage(c, {
    title: `Sign in with ${provider}`,
    status: problem ? 422 : 200,
    body: html`<p class="muted">This page simulates ${provider}. Sign in as anyone.</p>
      ${accounts}
      <form method="post" action="/${action}" novalidate>
        ${requestField(request)}${fields}
        ${field({
          name: 'email',
          label: 'Email',
          type: 'email',
          autocomplete: 'username',
          value: form.email,
          ...(request.parameters.domain_hint
            ? { hint: `The app suggests an address at ${request.parameters.domain_hint}.` }
            : {}),
          error: problem,
        })}
        ${field({ name: 'first_name', label: 'First name', autocomplete: 'given-name', value: form.first_name })}
        ${field({ name: 'last_name', label: 'Last name', autocomplete: 'family-name', value: form.last_name })}
        <button class="primary">Sign in</button>
        <p class="below"><button class="link" name="deny" value="1">Deny sign-in</button></p>
      </form>`,
  });
}
