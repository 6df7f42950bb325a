'use client';

import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { ActingProblem } from '@/lib/acting-session';
import type { Viewer } from '@/lib/viewer';
import type { WidgetTokenProblem } from '@/lib/widget-token-problem';

/** What the shell has to say above the page. */
export type Notice =
  /** A widget's token could not be renewed. */
  | { kind: 'token'; problem: WidgetTokenProblem | ActingProblem; viewer: Viewer }
  /** An action was refused. */
  | { kind: 'action'; problem: WidgetTokenProblem | ActingProblem; viewer: Viewer }
  /** An action of the app failed; the text says which and why. */
  | { kind: 'failed'; text: string; reload?: boolean }
  /** The widgets wait for WorkOS, or got no answer. */
  | { kind: 'waiting'; failed: boolean; retry: () => void }
  /** The page has been rendered anew, for what was chosen in another tab. */
  | { kind: 'moved' };

interface Notices {
  notice: Notice | undefined;
  /** Says it in place of what was said before; that widgets wait is less than a reason why. */
  say: (notice: Notice) => void;
  /** Takes back what was said, if it was of one of these kinds. */
  takeBack: (...kinds: Notice['kind'][]) => void;
  /** Called before this page itself switches: what then asks for the old organization is no news. */
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
