'use client';

import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keepWhatIsShown } from '../workarounds/keep-what-is-shown';
import { useNotice } from './notice';

/** How long a widget may wait for WorkOS before a notice says so, in milliseconds. */
const PATIENCE = 5_000;

/** How long an error is shown before its query is retried, in milliseconds. */
const RETRY_AFTER = 10_000;

/**
 * Watches the widgets' query cache. Without it, a widget whose API hangs shows its skeleton forever, and one whose
 * API fails shows an error without a button. The notice says what is wrong, and failed queries are retried until
 * WorkOS recovers.
 */
export function useWatchWidgets(): void {
  const queryClient = useQueryClient();
  const { say, takeBack } = useNotice();

  useEffect(() => keepWhatIsShown(queryClient), [queryClient]);

  useEffect(() => {
    const waitingSince = new Map<string, number>();
    let failedSince: number | undefined;
    let said = false;
    const look = () => {
      const shown = queryClient.getQueryCache().findAll({ type: 'active' });
      for (const hash of waitingSince.keys()) {
        if (!shown.some((query) => query.queryHash === hash && isWaiting(query))) waitingSince.delete(hash);
      }
      const now = Date.now();
      for (const query of shown.filter(isWaiting)) {
        if (!waitingSince.has(query.queryHash)) waitingSince.set(query.queryHash, now);
      }
      const failed = shown.some(hasFailed);
      const slow = [...waitingSince.values()].some((since) => now - since >= PATIENCE);
      if (failed || slow) say({ kind: 'waiting', failed, retry: () => retryFailed(queryClient) });
      else if (said) takeBack('waiting');
      said = failed || slow;
      // Not at once: while a query is retried, its widget shows the skeleton in place of the error.
      failedSince = failed ? (failedSince ?? now) : undefined;
      if (failedSince && now - failedSince >= RETRY_AFTER && document.visibilityState === 'visible') {
        failedSince = undefined;
        retryFailed(queryClient);
      }
    };
    const timer = setInterval(look, 1000);
    return () => clearInterval(timer);
  }, [queryClient, say, takeBack]);
}

function retryFailed(queryClient: QueryClient): void {
  void queryClient.refetchQueries({ type: 'active', predicate: hasFailed });
}

function isWaiting({ state }: Query): boolean {
  return state.data === undefined && state.fetchStatus === 'fetching';
}

function hasFailed({ state }: Query): boolean {
  return state.status === 'error' && state.fetchStatus === 'idle';
}
