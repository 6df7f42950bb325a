'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import type { WidgetDataSet } from '@/lib/widget-data';

/** For how long data from the server is as good as what the widget would get now, in milliseconds. */
const FRESH = 30_000;

/** Puts data from the server into the widgets' query cache. They don't ask for it once more when they appear. */
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
        // Somebody who comes back sees what is true now.
        refetchOnWindowFocus: 'always',
        refetchOnReconnect: 'always',
      });
      const known = queryClient.getQueryState(key)?.dataUpdatedAt ?? 0;
      if (known < fetchedAt) queryClient.setQueryData(key, data, { updatedAt: fetchedAt });
    }
  });
  return children;
}
