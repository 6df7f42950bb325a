'use client';

import { useEffect, useState } from 'react';
import type { Widget } from '@/lib/widgets';
import { useReportTokenProblem } from './token-notice';
import { renewWidgetToken } from './widget-token-action';

type AuthToken = string | (() => Promise<string>);

/**
 * The `authToken` of a widget: the token that came with the page, and from then on a function that fetches
 * the next one from the server. A page left open for a day keeps working.
 *
 * Not the function from the start: a widget that gets one sends its first requests before it has called it.
 */
export function useWidgetToken(widget: Widget, initialToken: string): AuthToken {
  const [authToken, setAuthToken] = useState<AuthToken>(initialToken);
  const report = useReportTokenProblem();

  useEffect(() => {
    async function nextToken(): Promise<string> {
      const result = await renewWidgetToken(widget).catch(() => undefined);
      if (result?.ok) {
        report(undefined);
        return result.token;
      }
      const reason = result?.problem.reason ?? 'unavailable';
      report(reason);
      throw new Error(`No token for the widget ${widget}: ${reason}`);
    }
    setAuthToken(() => nextToken);
  }, [widget, report]);

  return authToken;
}
