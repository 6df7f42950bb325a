'use client';

import { DropdownMenu } from '@radix-ui/themes';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { OwnOrganization } from '@/lib/organization';
import { PendingButton } from './pending-button';
import { useSwitchOrganization } from './use-switch-organization';

/** Replaces the switcher widget when there is no token for it. */
export function OrganizationMenu({ organizations }: { organizations: readonly OwnOrganization[] }) {
  const pathname = usePathname();
  const [switchTo, pending] = useSwitchOrganization();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger>
        <PendingButton variant="surface" color="gray" highContrast pending={pending}>
          Organizations
          <DropdownMenu.TriggerIcon />
        </PendingButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content>
        {organizations.map(({ id, name }) => (
          <DropdownMenu.Item key={id} onSelect={() => switchTo(id, pathname)}>
            {name}
          </DropdownMenu.Item>
        ))}
        {organizations.length > 0 && <DropdownMenu.Separator />}
        <DropdownMenu.Item asChild>
          <Link href="/new-organization">New organization</Link>
        </DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}
