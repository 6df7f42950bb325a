'use client';

import { UserProfile } from '@workos-inc/widgets/user-profile';
import { useWidgetToken } from '../use-widget-token';

export function ProfileForm({ token }: { token: string }) {
  return <UserProfile authToken={useWidgetToken('user-profile', token)} />;
}
