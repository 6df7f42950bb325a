'use client';

import { UserSessions } from '@workos-inc/widgets/user-sessions';
import { useWidgetToken } from '../use-widget-token';

export function SessionList({ token, currentSessionId }: { token: string; currentSessionId: string }) {
  // Its type wants text beside a session id, but it takes a function there as well.
  const authToken = useWidgetToken('user-sessions', token) as string;
  return <UserSessions authToken={authToken} currentSessionId={currentSessionId} />;
}
