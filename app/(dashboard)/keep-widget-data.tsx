'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useState } from 'react';
import type { WidgetDataSet } from '@/lib/widget-data';

/** For how long data from the server is as good as what the widget would get now, in milliseconds. */
const FRESH = 30_000;

/**
 * Puts data from the server into the widgets' query cache, so that they don't ask for it when they appear. Whatever makes
 * them ask later (coming back, a change, starting afresh) still does.
 */
export function KeepWidgetData({
  data: { entries, fetchedAt },
  children,
}: {
  data: WidgetDataSet;
  children: ReactNode;
}) {
  const queryClient = useQueryClient();
  // While rendering, because the widget below looks into the cache when it renders.
  useState(() => {
    for (const { key, data } of entries) {
      queryClient.setQueryDefaults(key, {
        staleTime: FRESH,
        refetchOnWindowFocus: 'always',
        refetchOnReconnect: 'always',
      });
      const known = queryClient.getQueryState(key)?.dataUpdatedAt ?? 0;
      if (known < fetchedAt) queryClient.setQueryData(key, data, { updatedAt: fetchedAt });
    }
  });
  useEffect(() => {
    // Not at once: while it takes over the server's HTML, React renders the widget twice.
    const timer = setTimeout(() => {
      for (const { key } of entries) queryClient.setQueryDefaults(key, {});
    });
    return () => clearTimeout(timer);
  }, [queryClient, entries]);
  return children;
}
