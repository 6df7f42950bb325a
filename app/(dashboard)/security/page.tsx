import { UserSecurityLoading } from '@workos-inc/widgets/user-security';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UserSecurity } from './user-security';

export const metadata: Metadata = { title: widgets['user-security'].title };

export default function SecurityPage() {
  return (
    <WidgetPage widget="user-security">
      <Suspense fallback={<UserSecurityLoading />}>
        <Security />
      </Suspense>
    </WidgetPage>
  );
}

async function Security() {
  const result = await mintWidgetToken('user-security');
  return result.ok ? (
    <WidgetData widget="user-security" token={result.token}>
      <UserSecurity token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
