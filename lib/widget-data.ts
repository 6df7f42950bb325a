import 'server-only';

import { decodeJwt } from 'jose';
import { cache } from 'react';
import { env } from './env.ts';
import { type WidgetRequest, widgetRequests } from './widget-requests.ts';
import type { WidgetToken } from './widget-token.ts';
import type { Widget } from './widgets.ts';

/** How long a page waits for a widget's data, in milliseconds. After that, the widget asks for it in the browser. */
const DATA_PATIENCE = 800;

/** What WorkOS answered, by the key under which the widget looks for it. */
export interface WidgetDataSet {
  entries: readonly { key: readonly unknown[]; data: unknown }[];
  /** In milliseconds since 1970. */
  fetchedAt: number;
}

/** The query of a page's address, in which some widgets keep their filter. */
export type PageSearch = Promise<Record<string, string | string[] | undefined>>;

/**
 * Asks WorkOS for what a widget asks for first, with the widget's own token, so that it is there with the page instead of
 * after its scripts, two preflights, and two answers. What fails or takes too long is left to the widget, which then says
 * so. Called twice during one render, it asks once.
 */
export const fetchWidgetData = cache(
  async <Of extends Widget>(
    widget: Of,
    token: WidgetToken<Of>,
    search?: PageSearch,
  ): Promise<WidgetDataSet> => {
    const { type, reads, first } = widgetRequests[widget];
    const { permissions = [] } = decodeJwt<{ permissions?: string[] }>(token);
    const { origin } = env().api;
    const requests = first((await search) ?? {});
    const answers = await Promise.all(requests.map((request) => ask(request, type, token)));
    const entries = requests.map(({ path, params }, index) => ({
      key: [path, ...(params ? [params] : []), permissions, origin] as unknown[],
      data: answers[index],
    }));
    // The widget checks this in a query of its own, which would come a moment too late for the first paint.
    if (requests.length > 0 && reads?.some((scope) => permissions.includes(scope))) {
      entries.push({ key: ['permission', ...reads, token], data: true });
    }
    return { entries: entries.filter(({ data }) => data !== undefined), fetchedAt: Date.now() };
  },
);

async function ask({ path, params }: WidgetRequest, type: string, token: string): Promise<unknown> {
  const url = new URL(path, env().api.origin);
  for (const [name, value] of Object.entries(params ?? {})) url.searchParams.set(name, String(value));
  try {
    const response = await fetch(url, {
      headers: {
        Authorization: `Bearer ${token}`,
        'WorkOS-Widgets-Type': type,
        'WorkOS-Widgets-Version': '1',
      },
      cache: 'no-store',
      redirect: 'error',
      signal: AbortSignal.timeout(DATA_PATIENCE),
    });
    return response.ok ? await response.json() : undefined;
  } catch {
    return undefined;
  }
}
