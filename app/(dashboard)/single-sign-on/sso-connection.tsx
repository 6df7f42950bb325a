'use client';

import { AdminPortalSsoConnection } from '@workos-inc/widgets/admin-portal-sso-connection';
import { useWidgetToken } from '../use-widget-token';

export function SsoConnection({ token }: { token: string }) {
  return <AdminPortalSsoConnection authToken={useWidgetToken('sso-connection', token)} />;
}
