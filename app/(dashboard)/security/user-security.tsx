'use client';

import { UserSecurity as Widget } from '@workos-inc/widgets/user-security';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function UserSecurity({ token }: { token: WidgetToken<'user-security'> }) {
  return <Widget authToken={useWidgetToken('user-security', token)} />;
}
