import { Callout } from '@radix-ui/themes';
import { env } from '@/lib/env';

/** Reasons a sign-in ended without a session. */
export type SignInProblem = keyof typeof MESSAGES;

const MESSAGES = {
  refused: 'The sign-in was canceled, so you’re not signed in.',
  stale:
    'The sign-in was open for too long, or started in another browser or at another address. Sign in again at {origin}.',
  'no-cookies':
    'Your browser didn’t send any cookies. Open the app at {origin} and allow cookies for this site, then sign in again in the same browser.',
  'too-large':
    'You can’t be signed in: your role has more permissions than a browser’s cookie can hold. Ask whoever runs the app to reduce them.',
  unavailable: 'WorkOS isn’t answering, so you couldn’t be signed in. Try again in a moment.',
  misconfigured:
    'WorkOS is rejecting this app’s requests. Whoever runs the app should check WORKOS_API_KEY and WORKOS_CLIENT_ID.',
  'sign-out':
    'You’re signed out here, but WorkOS couldn’t be told. If this isn’t your device, sign in again later and end the session on the Sessions page.',
  failed: 'You couldn’t be signed in. Try again in a moment.',
};

/** Shows on the landing page what went wrong. @param problem From the address; it can be anything. */
export function SignInProblemNotice({ problem }: { problem: string }) {
  const known = Object.hasOwn(MESSAGES, problem) ? (problem as SignInProblem) : 'failed';
  // The only address at which sign-in works: AuthKit's cookies belong to it.
  const { origin } = new URL(env().redirectUri);
  return (
    <Callout.Root color="red" role="alert">
      <Callout.Text>{MESSAGES[known].replace('{origin}', origin)}</Callout.Text>
    </Callout.Root>
  );
}
