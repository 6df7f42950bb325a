'use client';

import { useMutationState } from '@tanstack/react-query';
import { UserSessions as Widget } from '@workos-inc/widgets/user-sessions';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function UserSessions({
  token,
  currentSessionId,
}: {
  token: WidgetToken<'user-sessions'>;
  currentSessionId: string;
}) {
  // With a session ID the widget's type requires a string, but the widget takes a function too.
  const authToken = useWidgetToken('user-sessions', token) as string;

  // In @workos-inc/widgets 1.18, the dialog that signed out one device still says "Done" for the next, and does
  // nothing. A new key after each revocation resets it.
  const [lastRevocation] = useMutationState({
    filters: { status: 'success', predicate: ({ options }) => REVOCATIONS.has(options.mutationKey?.[0]) },
    select: ({ state }) => state.submittedAt,
  }).toReversed();

  return <Widget key={lastRevocation} authToken={authToken} currentSessionId={currentSessionId} />;
}

const REVOCATIONS: ReadonlySet<unknown> = new Set(['revokeSession', 'revokeAllSessions']);
