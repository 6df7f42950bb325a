'use client';

import { ApiKeys } from '@workos-inc/widgets/api-keys';
import { useWidgetToken } from '../use-widget-token';

export function OrganizationApiKeys({ token }: { token: string }) {
  return <ApiKeys authToken={useWidgetToken('api-keys', token)} />;
}
