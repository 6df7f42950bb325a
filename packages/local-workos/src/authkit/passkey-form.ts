import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';
import { readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import type { AuthorizationRequest } from './authorization-requests.ts';
import { requestField } from './with-authorization-request.ts';

/** The "Sign in with a passkey" button, if the environment offers passkeys. */
export function passkeySignInForm(db: Database, request: AuthorizationRequest): Html | string {
  if (!readAuthenticationSettings(db).passkeys) return '';
  return passkeyForm(request, {
    kind: 'get',
    action: '/sign-in/passkey',
    button: html`<button class="wide-button">Sign in with a passkey</button>`,
  });
}

/**
 * A form that a script fills in with a passkey. It stays hidden until the script finds that the browser
 * supports passkeys.
 */
export function passkeyForm(
  request: AuthorizationRequest,
  {
    kind,
    action,
    button,
    fields = '',
  }: { kind: 'get' | 'create'; action: string; button: Html; fields?: Html | string },
): Html {
  return html`<form method="post" action="${action}" data-passkey="${kind}" hidden>
      ${requestField(request)}${fields}
      <input type="hidden" name="challenge_id" />
      <input type="hidden" name="response" />
      ${button}
      <p class="field-error" role="alert"></p>
    </form>
    <script type="module" src="/assets/passkeys.js"></script>`;
}
