'use client';

import { UserSecurity } from '@workos-inc/widgets/user-security';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function SecuritySettings({ token }: { token: WidgetToken<'user-security'> }) {
  return <UserSecurity authToken={useWidgetToken('user-security', token)} />;
}
