'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useCallback, useTransition } from 'react';
import type { ActionProblem } from './enter-organization';
import { useNotice } from './notice';
import { useViewer } from './viewer';

/**
 * Runs a server action so that no failure is silent: problems that it returns, and errors that it throws, become a
 * notice above the page.
 * @param failed What didn't work, as a sentence.
 */
export function useServerAction<Arguments extends unknown[]>(
  failed: string,
  action: (...args: Arguments) => Promise<ActionProblem | undefined>,
): [run: (...args: Arguments) => void, pending: boolean] {
  const [pending, startTransition] = useTransition();
  const { say, takeBack } = useNotice();
  const viewer = useViewer();
  const run = useCallback(
    (...args: Arguments) =>
      startTransition(async () => {
        takeBack('failed', 'action');
        try {
          const problem = await action(...args);
          if (problem?.reason === 'sign-in') location.assign(problem.url);
          else if (problem) say({ kind: 'action', problem, viewer });
        } catch (error) {
          if (!isNavigation(error)) say({ kind: 'failed', ...explain(error, failed) });
        }
      }),
    [action, failed, viewer, say, takeBack],
  );
  return [run, pending];
}

/** Whether an action "failed" because it redirects. The router handles that. */
export function isNavigation(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}

/** Says why an action got no answer, and what to do. */
export function explain(error: unknown, failed: string): { text: string; reload?: boolean } {
  if (unstable_isUnrecognizedActionError(error)) {
    return {
      text: `${failed} The app was updated after you opened this page. Reload it.`,
      reload: true,
    };
  }
  if (!navigator.onLine) return { text: `${failed} You’re offline. Try again when you’re connected.` };
  return { text: `${failed} Try again in a moment.` };
}
