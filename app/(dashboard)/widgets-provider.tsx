'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { WorkOsWidgets } from '@workos-inc/widgets/workos-widgets';
import { type ReactNode, useEffect } from 'react';
import { useWatchWidgets } from './watch-widgets';

/** Tells the widgets where WorkOS's API is, and gives them one cache. */
export function WidgetsProvider({
  api,
  children,
}: {
  api: { hostname: string; https: boolean; port: number | undefined };
  children: ReactNode;
}) {
  return (
    <WorkOsWidgets
      apiHostname={api.hostname}
      https={api.https}
      port={api.port ?? null}
      // Amber on amber, and white on red, are too faint to read otherwise.
      elements={{ badge: { highContrast: true }, destructiveButton: { highContrast: true } }}
    >
      <WatchWidgets />
      <KeepWidgetsWhileTokenIsRead />
      {children}
    </WorkOsWidgets>
  );
}

function WatchWidgets() {
  useWatchWidgets();
  return null;
}

/**
 * In @workos-inc/widgets 1.18 a new token brings back the skeleton of some widgets for the moment in which they
 * read its claims, which closes the dialog that somebody is filling in. They keep what they knew until then.
 */
function KeepWidgetsWhileTokenIsRead() {
  const queryClient = useQueryClient();
  useEffect(() => {
    for (const claim of ['permission', 'authToken']) {
      queryClient.setQueryDefaults([claim], { placeholderData: keepPreviousData });
    }
  }, [queryClient]);
  return null;
}
