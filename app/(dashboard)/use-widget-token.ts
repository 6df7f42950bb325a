'use client';

import { useEffect, useState } from 'react';
import type { WidgetToken } from '@/lib/widget-token';
import type { Widget } from '@/lib/widgets';
import { useNotice } from './notice';
import { useViewer } from './viewer';
import { renewWidgetToken } from './widget-token-action';

type AuthToken = string | (() => Promise<string>);

/**
 * The `authToken` of a widget: the token that came with the page, and from then on a function that fetches
 * the next one from the server. A page left open for a day keeps working.
 *
 * Not the function from the start: a widget that gets one sends its first requests before it has called it.
 */
export function useWidgetToken<Of extends Widget>(widget: Of, initialToken: WidgetToken<Of>): AuthToken {
  const [authToken, setAuthToken] = useState<AuthToken>(initialToken);
  const { userId, organizationId } = useViewer();
  const { say, takeBack } = useNotice();

  useEffect(() => {
    async function nextToken(): Promise<string> {
      const result = await renewWidgetToken(widget, { userId, organizationId }).catch(() => undefined);
      if (result?.ok) {
        takeBack('token');
        return result.token;
      }
      const problem = result?.problem ?? { reason: 'unavailable' as const };
      say({ kind: 'token', problem, viewer: { userId, organizationId } });
      throw new Error(`No token for the widget ${widget}: ${problem.reason}`);
    }
    setAuthToken(() => nextToken);
  }, [widget, userId, organizationId, say, takeBack]);

  return authToken;
}
