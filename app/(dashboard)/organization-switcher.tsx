'use client';

import { DropdownMenu } from '@radix-ui/themes';
import { OrganizationSwitcher as Switcher } from '@workos-inc/widgets/organization-switcher';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { WidgetToken } from '@/lib/widget-token';
import { useSwitchOrganization } from './use-switch-organization';
import { useWidgetToken } from './use-widget-token';

export function OrganizationSwitcher({ token }: { token: WidgetToken<'organization-switcher'> }) {
  const authToken = useWidgetToken('organization-switcher', token);
  const pathname = usePathname();
  const [switchTo] = useSwitchOrganization();
  return (
    <Switcher
      authToken={authToken}
      switchToOrganization={({ organizationId }) => switchTo(organizationId, pathname)}
    >
      <DropdownMenu.Separator />
      <DropdownMenu.Item asChild>
        <Link href="/new-organization">New organization</Link>
      </DropdownMenu.Item>
    </Switcher>
  );
}
