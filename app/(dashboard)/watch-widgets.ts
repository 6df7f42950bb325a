'use client';

import { type Query, type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keepWhatIsShown } from '../workarounds/keep-what-is-shown';
import { useNotice } from './notice';

/**
 * How long a widget may wait for WorkOS before a notice says so, in milliseconds. Then the notice is there within five
 * seconds of the click: the server has waited for the same data before.
 */
const PATIENCE = 2_500;

/** How often the queries are looked at, in milliseconds. */
const INTERVAL = 500;

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
      const failing = failed || shown.some(keepsFailing);
      const slow = [...waitingSince.values()].some((since) => now - since >= PATIENCE);
      if (failing || slow) say({ kind: 'waiting', failed: failing, retry: () => void retry(queryClient) });
      else if (said) takeBack('waiting');
      said = failing || slow;
      // Not at once: while a query is retried, its widget shows the skeleton in place of the error.
      failedSince = failed ? (failedSince ?? now) : undefined;
      if (failedSince && now - failedSince >= RETRY_AFTER && document.visibilityState === 'visible') {
        failedSince = undefined;
        void retry(queryClient);
      }
    };
    const timer = setInterval(look, INTERVAL);
    return () => clearInterval(timer);
  }, [queryClient, say, takeBack]);
}

/** Asks again for what a widget has no data of, also while an earlier request hangs. */
async function retry(queryClient: QueryClient): Promise<void> {
  const missing = queryClient
    .getQueryCache()
    .findAll({ type: 'active' })
    .filter((query) => hasFailed(query) || isWaiting(query));
  const predicate = (query: Query) => missing.includes(query);
  await queryClient.cancelQueries({ predicate }, { silent: true });
  await queryClient.refetchQueries({ predicate });
}

function isWaiting({ state }: Query): boolean {
  return state.data === undefined && state.fetchStatus === 'fetching';
}

function hasFailed({ state }: Query): boolean {
  return state.status === 'error' && state.fetchStatus === 'idle';
}

/** The query retries by itself, and its widget still shows the skeleton. One failure isn't worth a notice. */
function keepsFailing(query: Query): boolean {
  return isWaiting(query) && query.state.fetchFailureCount > 1;
}
