import { OrganizationSwitcherLoading } from '@workos-inc/widgets/organization-switcher';
import { type ReactNode, Suspense } from 'react';
import { env } from '@/lib/env';
import { organizationsOf } from '@/lib/organization';
import { requireSession } from '@/lib/session';
import { viewerOf } from '@/lib/viewer';
import { mintWidgetToken } from '@/lib/widget-token';
import { A_MOMENT, within } from '@/lib/within';
import { ImpersonationBanner } from './impersonation-banner';
import { NoticeProvider } from './notice';
import { OrganizationMenu } from './organization-menu';
import { OrganizationSwitcher } from './organization-switcher';
import { Shell } from './shell';
import { UserMenu } from './user-menu';
import { ViewerProvider } from './viewer';
import { WidgetData } from './widget-data';
import { WidgetsProvider } from './widgets-provider';

/** The shell of signed-in pages: organization switcher, navigation, and user menu. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const session = await requireSession();
  const { user, impersonator } = session;
  const viewer = viewerOf(session);
  return (
    <NoticeProvider>
      <ViewerProvider viewer={viewer}>
        {/* A new key drops everything that was loaded for another person or organization. */}
        <WidgetsProvider key={`${viewer.userId} ${viewer.organizationId}`} api={env().api}>
          <Shell
            switcher={
              <Suspense fallback={<OrganizationSwitcherLoading />}>
                <CurrentOrganization />
              </Suspense>
            }
            userMenu={<UserMenu name={user.name} email={user.email} pictureUrl={user.pictureUrl} />}
          >
            {children}
          </Shell>
          {impersonator && <ImpersonationBanner session={session} />}
        </WidgetsProvider>
      </ViewerProvider>
    </NoticeProvider>
  );
}

async function CurrentOrganization() {
  const result = await mintWidgetToken('organization-switcher');
  if (result.ok) {
    return (
      <WidgetData widget="organization-switcher" token={result.token}>
        <OrganizationSwitcher token={result.token} />
      </WidgetData>
    );
  }
  // An impersonator stays in the organization that they chose.
  const session = await requireSession();
  if (session.impersonator) return null;
  const own = await within(A_MOMENT, organizationsOf(session)).catch(() => []);
  return <OrganizationMenu organizations={own} />;
}
