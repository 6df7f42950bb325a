'use client';

import { UserProfile } from '@workos-inc/widgets/user-profile';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function ProfileForm({ token }: { token: WidgetToken<'user-profile'> }) {
  return <UserProfile authToken={useWidgetToken('user-profile', token)} />;
}
