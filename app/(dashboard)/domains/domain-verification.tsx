'use client';

import { AdminPortalDomainVerification } from '@workos-inc/widgets/admin-portal-domain-verification';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function DomainVerification({ token }: { token: WidgetToken<'domain-verification'> }) {
  return <AdminPortalDomainVerification authToken={useWidgetToken('domain-verification', token)} />;
}
