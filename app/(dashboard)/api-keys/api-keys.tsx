'use client';

import { ApiKeys as Widget } from '@workos-inc/widgets/api-keys';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function ApiKeys({ token }: { token: WidgetToken<'api-keys'> }) {
  return <Widget authToken={useWidgetToken('api-keys', token)} />;
}
