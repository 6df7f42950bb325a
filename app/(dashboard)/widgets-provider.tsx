'use client';

import { WorkOsWidgets } from '@workos-inc/widgets/workos-widgets';
import type { ReactNode } from 'react';
import { GlyphsForMissingLogos } from '../workarounds/glyphs-for-missing-logos';
import { KeepWidgetsWhileTokenIsRead } from '../workarounds/keep-widgets-while-token-is-read';
import { useWatchWidgets } from './watch-widgets';

/** Tells the widgets where WorkOS's API is, and gives them one query cache. */
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
      // Without this, amber on amber and white on red have too little contrast.
      elements={{ badge: { highContrast: true }, destructiveButton: { highContrast: true } }}
    >
      <WatchWidgets />
      <KeepWidgetsWhileTokenIsRead />
      <GlyphsForMissingLogos />
      {children}
    </WorkOsWidgets>
  );
}

function WatchWidgets() {
  useWatchWidgets();
  return null;
}
