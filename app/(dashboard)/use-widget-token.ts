'use client';

import { useEffect, useState } from 'react';
import type { WidgetToken } from '@/lib/widget-token';
import type { Widget } from '@/lib/widgets';
import { useNotice } from './notice';
import { useViewer } from './viewer';
import { renewWidgetToken } from './widget-token-action';

type AuthToken = string | (() => Promise<string>);

/**
 * Returns a widget's `authToken`: first the token that came with the page, then a function that fetches the next one
 * from the server, so a page left open for a day keeps working.
 *
 * It isn't the function from the start, because a widget then sends its first requests without a token.
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
      throw new Error(`No token for the ${widget} widget: ${problem.reason}`);
    }
    setAuthToken(() => nextToken);
  }, [widget, userId, organizationId, say, takeBack]);

  return authToken;
}
