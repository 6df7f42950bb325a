'use client';

import { ApiKeys as Widget } from '@workos-inc/widgets/api-keys';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function UserApiKeys({ token }: { token: WidgetToken<'user-api-keys'> }) {
  return <Widget authToken={useWidgetToken('user-api-keys', token)} scope="user" />;
}
