'use client';

import { Pipes } from '@workos-inc/widgets/pipes';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function ConnectedAccounts({ token }: { token: WidgetToken<'pipes'> }) {
  return <Pipes authToken={useWidgetToken('pipes', token)} enableSharedConnections />;
}
