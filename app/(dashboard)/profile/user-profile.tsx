'use client';

import { UserProfile as Widget } from '@workos-inc/widgets/user-profile';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function UserProfile({ token }: { token: WidgetToken<'user-profile'> }) {
  return <Widget authToken={useWidgetToken('user-profile', token)} />;
}
