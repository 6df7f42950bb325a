'use client';

import { PipesAdmin } from '@workos-inc/widgets/pipes-admin';
import { useWidgetToken } from '../use-widget-token';

export function IntegrationSettings({ token }: { token: string }) {
  return <PipesAdmin authToken={useWidgetToken('pipes-admin', token)} enableSharedConnections />;
}
