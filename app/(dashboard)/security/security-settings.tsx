'use client';

import { UserSecurity } from '@workos-inc/widgets/user-security';
import { useWidgetToken } from '../use-widget-token';

export function SecuritySettings({ token }: { token: string }) {
  return <UserSecurity authToken={useWidgetToken('user-security', token)} />;
}
