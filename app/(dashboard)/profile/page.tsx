import { UserProfileLoading } from '@workos-inc/widgets/user-profile';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UserProfile } from './user-profile';

export const metadata: Metadata = { title: widgets['user-profile'].title };

export default function ProfilePage() {
  return (
    <WidgetPage widget="user-profile">
      <Suspense fallback={<UserProfileLoading />}>
        <Profile />
      </Suspense>
    </WidgetPage>
  );
}

async function Profile() {
  const result = await mintWidgetToken('user-profile');
  return result.ok ? (
    <WidgetData widget="user-profile" token={result.token}>
      <UserProfile token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
