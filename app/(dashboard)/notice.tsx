'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { ActingProblem } from '@/lib/acting-session';
import type { Viewer } from '@/lib/viewer';
import type { WidgetTokenProblem } from '@/lib/widget-token-problem';

/** A message of the shell, shown above the page. */
export type Notice =
  /** A widget's token could not be renewed. */
  | { kind: 'token'; problem: WidgetTokenProblem | ActingProblem; viewer: Viewer }
  /** A server action was refused. */
  | { kind: 'action'; problem: WidgetTokenProblem | ActingProblem; viewer: Viewer }
  /** A server action failed. The text says which and why. */
  | { kind: 'failed'; text: string; reload?: boolean }
  /** The widgets are waiting for WorkOS, or their requests failed. */
  | { kind: 'waiting'; failed: boolean; retry: () => void }
  /** The page was rendered again because of a switch in another tab. */
  | { kind: 'moved' };

interface Notices {
  notice: Notice | undefined;
  /** Replaces the current notice. A `waiting` notice doesn't replace one that gives a reason. */
  say: (notice: Notice) => void;
  /** Removes the current notice if it has one of these kinds. */
  takeBack: (...kinds: Notice['kind'][]) => void;
  /** Call with true before this page itself switches: requests for the old organization are then expected. */
  expectSwitch: (expected: boolean) => void;
}

const NoticeContext = createContext<Notices | undefined>(undefined);

export function NoticeProvider({ children }: { children: ReactNode }) {
  const [notice, setNotice] = useState<Notice>();
  const takeBack = useCallback<Notices['takeBack']>(
    (...kinds) => setNotice((said) => (said && kinds.includes(said.kind) ? undefined : said)),
    [],
  );
  const expected = useRef(false);
  const expectSwitch = useCallback((value: boolean) => {
    expected.current = value;
  }, []);
  const say = useCallback<Notices['say']>((next) => {
    if ('problem' in next && next.problem.reason === 'switched' && expected.current) return;
    setNotice((said) => {
      if (next.kind !== 'waiting' || !said) return next;
      return said.kind === 'waiting' && said.failed !== next.failed ? next : said;
    });
  }, []);
  const notices = useMemo(
    () => ({ notice, say, takeBack, expectSwitch }),
    [notice, say, takeBack, expectSwitch],
  );
  return <NoticeContext value={notices}>{children}</NoticeContext>;
}

export function useNotice(): Notices {
  const notices = useContext(NoticeContext);
  if (!notices) throw new Error('useNotice needs a NoticeProvider above it.');
  return notices;
}
