'use client';

import { useMutationState } from '@tanstack/react-query';
import { UserSessions } from '@workos-inc/widgets/user-sessions';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function SessionList({
  token,
  currentSessionId,
}: {
  token: WidgetToken<'user-sessions'>;
  currentSessionId: string;
}) {
  // Its type wants text beside a session id, but it takes a function there as well.
  const authToken = useWidgetToken('user-sessions', token) as string;

  // In @workos-inc/widgets 1.18 the dialog that has signed out of one device says "Done" for the next one as
  // well, and does nothing: each time, the widget starts afresh.
  const [lastRevocation] = useMutationState({
    filters: { status: 'success', predicate: ({ options }) => REVOCATIONS.has(options.mutationKey?.[0]) },
    select: ({ state }) => state.submittedAt,
  }).toReversed();

  return <UserSessions key={lastRevocation} authToken={authToken} currentSessionId={currentSessionId} />;
}

const REVOCATIONS: ReadonlySet<unknown> = new Set(['revokeSession', 'revokeAllSessions']);
