'use server';

import { type ActingProblem, actingSession } from '@/lib/acting-session';
import type { Viewer } from '@/lib/viewer';
import { mintWidgetToken, type WidgetTokenProblem } from '@/lib/widget-token';
import { type Widget, widgets } from '@/lib/widgets';

type Renewal = { ok: true; token: string } | { ok: false; problem: WidgetTokenProblem | ActingProblem };

/**
 * Mints a widget's next token. The browser names the widget; the session says for whom, if it still is that of
 * the page.
 */
export async function renewWidgetToken(widget: Widget, viewer: Viewer): Promise<Renewal> {
  if (!Object.hasOwn(widgets, widget)) throw new Error('There is no such widget.');
  const { problem } = await actingSession(viewer);
  return problem ? { ok: false, problem } : mintWidgetToken(widget);
}
