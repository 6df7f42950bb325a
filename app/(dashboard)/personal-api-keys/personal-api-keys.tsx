'use client';

import { ApiKeys } from '@workos-inc/widgets/api-keys';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function PersonalApiKeys({ token }: { token: WidgetToken<'user-api-keys'> }) {
  return <ApiKeys authToken={useWidgetToken('user-api-keys', token)} scope="user" />;
}
