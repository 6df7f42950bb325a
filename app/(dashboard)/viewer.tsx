'use client';

import { useRouter } from 'next/navigation';
import { createContext, type ReactNode, useContext, useEffect } from 'react';
import { isSameViewer, type Viewer } from '@/lib/viewer';
import { useNotice } from './notice';

const ViewerContext = createContext<Viewer | undefined>(undefined);

export function ViewerProvider({ viewer, children }: { viewer: Viewer; children: ReactNode }) {
  return <ViewerContext value={viewer}>{children}</ViewerContext>;
}

/** The person and organization that this page was rendered for. */
export function useViewer(): Viewer {
  const viewer = useContext(ViewerContext);
  if (!viewer) throw new Error('useViewer needs a ViewerProvider above it.');
  return viewer;
}

/**
 * The router loads a page without its layout. After a switch in another tab, the page would belong to the new
 * organization and the shell around it to the old one. Then everything is rendered again.
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
