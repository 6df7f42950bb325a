'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { isSameViewer, type Viewer } from '@/lib/viewer';
import { useNotice } from './notice';

const ViewerContext = createContext<Viewer | undefined>(undefined);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** For whom, and in which organization, the page that is shown was rendered. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a ViewerProvider above it.');
  return viewer;
}

/**
 * A page of the router comes without the shell around it. When somebody has switched to another organization in
 * another tab, the page is that organization's and the shell still the old one's: it is rendered anew.
 */
export function SameViewer({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  const same = isSameViewer(useViewer(), viewer);
  const router = useRouter();
  const { say } = useNotice();
  useEffect(() => {
    if (same) return;
    say({ kind: 'moved' });
    router.refresh();
  }, [same, router, say]);
  return same ? children : null;
}
