import { UserSessionsLoading } from '@workos-inc/widgets/user-sessions';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { requireSession } from '@/lib/session';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { UserSessions } from './user-sessions';

export const metadata: Metadata = { title: widgets['user-sessions'].title };

export default function SessionsPage() {
  return (
    <WidgetPage widget="user-sessions">
      <Suspense fallback={<UserSessionsLoading />}>
        <Sessions />
      </Suspense>
    </WidgetPage>
  );
}

async function Sessions() {
  const [result, session] = await Promise.all([mintWidgetToken('user-sessions'), requireSession()]);
  return result.ok ? (
    <WidgetData widget="user-sessions" token={result.token}>
      <UserSessions token={result.token} currentSessionId={session.id} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
