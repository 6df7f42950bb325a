'use server';

import { type ActingProblem, actingSession } from '@/lib/acting-session';
import type { Viewer } from '@/lib/viewer';
import { mintWidgetToken, type WidgetToken } from '@/lib/widget-token';
import type { WidgetTokenProblem } from '@/lib/widget-token-problem';
import { type Widget, widgets } from '@/lib/widgets';

type Renewal<Of extends Widget> =
  | { ok: true; token: WidgetToken<Of> }
  | { ok: false; problem: WidgetTokenProblem | ActingProblem };

/**
 * Mints a widget's next token. The browser names the widget, and the session decides for whom. Refuses if the session
 * no longer belongs to the page's person and organization.
 */
export async function renewWidgetToken<Of extends Widget>(widget: Of, viewer: Viewer): Promise<Renewal<Of>> {
  if (!Object.hasOwn(widgets, widget)) throw new Error('No such widget.');
  const { problem } = await actingSession(viewer);
  return problem ? { ok: false, problem } : mintWidgetToken(widget);
}
