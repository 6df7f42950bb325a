'use client';

import { AdminPortalSsoConnection as Widget } from '@workos-inc/widgets/admin-portal-sso-connection';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function SsoConnection({ token }: { token: WidgetToken<'sso-connection'> }) {
  return <Widget authToken={useWidgetToken('sso-connection', token)} />;
}
