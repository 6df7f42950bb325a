'use client';

import { unstable_isUnrecognizedActionError, unstable_rethrow } from 'next/navigation';
import { useCallback, useTransition } from 'react';
import type { ActionProblem } from './enter-organization';
import { useNotice } from './notice';
import { useViewer } from './viewer';

/**
 * Runs a server action so that no failure is silent: what it returns as a problem, and what it throws, is said
 * above the page.
 * @param failed What the person wanted and did not get, as a sentence.
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

/** Whether an action "failed" because it leads to another page: the router goes there by itself. */
export function isNavigation(error: unknown): boolean {
  try {
    unstable_rethrow(error);
    return false;
  } catch {
    return true;
  }
}

/** Why an action did not come back with an answer, and what to do. */
export function explain(error: unknown, failed: string): { text: string; reload?: boolean } {
  if (unstable_isUnrecognizedActionError(error)) {
    return {
      text: `${failed} The app has been updated since this page was opened. Reload it.`,
      reload: true,
    };
  }
  if (!navigator.onLine) return { text: `${failed} You are offline. Try again when you are connected.` };
  return { text: `${failed} Try again in a moment.` };
}
