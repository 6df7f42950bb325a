import type { ReactNode } from 'react';
import { fetchWidgetData, type PageSearch } from '@/lib/widget-data';
import type { WidgetToken } from '@/lib/widget-token';
import type { Widget } from '@/lib/widgets';
import { KeepWidgetData } from './keep-widget-data';

/**
 * Gives a widget the data that it would ask for first, from the server. Optional: a widget without it asks by itself,
 * once the page's scripts have run.
 */
export async function WidgetData<Of extends Widget>({
  widget,
  token,
  search,
  children,
}: {
  widget: Of;
  token: WidgetToken<Of>;
  search?: PageSearch;
  children: ReactNode;
}) {
  const data = await fetchWidgetData(widget, token, search);
  return <KeepWidgetData data={data}>{children}</KeepWidgetData>;
}
