'use client';

import { Pipes } from '@workos-inc/widgets/pipes';
import { useWidgetToken } from '../use-widget-token';

export function ConnectedAccounts({ token }: { token: string }) {
  return <Pipes authToken={useWidgetToken('pipes', token)} enableSharedConnections />;
}
