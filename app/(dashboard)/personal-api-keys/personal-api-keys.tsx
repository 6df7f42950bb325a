'use client';

import { ApiKeys } from '@workos-inc/widgets/api-keys';
import { useWidgetToken } from '../use-widget-token';

export function PersonalApiKeys({ token }: { token: string }) {
  return <ApiKeys authToken={useWidgetToken('user-api-keys', token)} scope="user" />;
}
