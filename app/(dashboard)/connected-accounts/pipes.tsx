'use client';

import { Pipes as Widget } from '@workos-inc/widgets/pipes';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function Pipes({ token }: { token: WidgetToken<'pipes'> }) {
  return <Widget authToken={useWidgetToken('pipes', token)} enableSharedConnections />;
}
