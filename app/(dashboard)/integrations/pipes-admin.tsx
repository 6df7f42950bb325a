'use client';

import { PipesAdmin as Widget } from '@workos-inc/widgets/pipes-admin';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function PipesAdmin({ token }: { token: WidgetToken<'pipes-admin'> }) {
  return <Widget authToken={useWidgetToken('pipes-admin', token)} enableSharedConnections />;
}
