import { OrganizationSwitcherLoading } from '@workos-inc/widgets/organization-switcher';
import { type ReactNode, Suspense } from 'react';
import { env } from '@/lib/env';
import { requireSession } from '@/lib/session';
import { mintWidgetToken } from '@/lib/widget-token';
import { ImpersonationBanner } from './impersonation-banner';
import { OrganizationSwitcher } from './organization-switcher';
import { Shell } from './shell';
import { UserMenu } from './user-menu';
import { WidgetsProvider } from './widgets-provider';

/** The shell of the signed-in pages: organization switcher, navigation, user menu. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const { user, organizationId, impersonator } = await requireSession();
  return (
    // The key drops everything that was loaded for another organization.
    <WidgetsProvider key={organizationId} api={env().api}>
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
      {impersonator && <ImpersonationBanner />}
    </WidgetsProvider>
  );
}

async function CurrentOrganization() {
  const result = await mintWidgetToken('organization-switcher');
  return result.ok ? <OrganizationSwitcher token={result.token} /> : null;
}
