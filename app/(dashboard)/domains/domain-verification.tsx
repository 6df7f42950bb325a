'use client';

import { AdminPortalDomainVerification } from '@workos-inc/widgets/admin-portal-domain-verification';
import { useWidgetToken } from '../use-widget-token';

export function DomainVerification({ token }: { token: string }) {
  return <AdminPortalDomainVerification authToken={useWidgetToken('domain-verification', token)} />;
}
