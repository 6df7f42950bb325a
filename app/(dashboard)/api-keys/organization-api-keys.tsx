'use client';

import { ApiKeys } from '@workos-inc/widgets/api-keys';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function OrganizationApiKeys({ token }: { token: WidgetToken<'api-keys'> }) {
  return <ApiKeys authToken={useWidgetToken('api-keys', token)} />;
}
