'use client';

import { AdminPortalDomainVerification as Widget } from '@workos-inc/widgets/admin-portal-domain-verification';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function DomainVerification({ token }: { token: WidgetToken<'domain-verification'> }) {
  return <Widget authToken={useWidgetToken('domain-verification', token)} />;
}
