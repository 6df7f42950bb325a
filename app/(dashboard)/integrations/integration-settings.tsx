'use client';

import { PipesAdmin } from '@workos-inc/widgets/pipes-admin';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function IntegrationSettings({ token }: { token: WidgetToken<'pipes-admin'> }) {
  return <PipesAdmin authToken={useWidgetToken('pipes-admin', token)} enableSharedConnections />;
}
