import { Callout } from '@radix-ui/themes';

/** Why a sign-in came back without a session. */
export type SignInProblem = keyof typeof MESSAGES;

const MESSAGES = {
  refused: 'You could not be signed in: the sign-in was cancelled or refused.',
  stale:
    'You could not be signed in: the sign-in was left open too long, or was started in another browser. Try again.',
  failed: 'You could not be signed in just now. Try again in a moment.',
};

/** Says on the landing page what went wrong. @param problem As the address has it. */
export function SignInProblemNotice({ problem }: { problem: string }) {
  const known = Object.hasOwn(MESSAGES, problem) ? (problem as SignInProblem) : 'failed';
  return (
    <Callout.Root color="red" role="alert">
      <Callout.Text>{MESSAGES[known]}</Callout.Text>
    </Callout.Root>
  );
}
