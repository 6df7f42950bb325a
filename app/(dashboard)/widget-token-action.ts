'use server';

import { mintWidgetToken, type WidgetTokenResult } from '@/lib/widget-token';
import { type Widget, widgets } from '@/lib/widgets';

/** Mints a widget's next token. The browser names the widget; the session says for whom. */
export async function renewWidgetToken(widget: Widget): Promise<WidgetTokenResult> {
  if (!Object.hasOwn(widgets, widget)) throw new Error('There is no such widget.');
  return mintWidgetToken(widget);
}
