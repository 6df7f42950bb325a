'use client';

import { Card, Flex, Text } from '@radix-ui/themes';
import { usePathname } from 'next/navigation';
import type { OwnOrganization } from '@/lib/organization';
import { PendingButton } from './pending-button';
import { useSwitchOrganization } from './use-switch-organization';

/** The person's organizations, each with a button to switch to it. */
export function OwnOrganizations({ organizations }: { organizations: readonly OwnOrganization[] }) {
  const pathname = usePathname();
  const [switchTo, pending] = useSwitchOrganization();
  return (
    <Flex direction="column" gap="2" width="100%" maxWidth="480px">
      {organizations.map(({ id, name }) => (
        <Card key={id}>
          <Flex justify="between" align="center" gap="3">
            <Text weight="medium" className="breakable">
              {name}
            </Text>
            <PendingButton
              pending={pending}
              loading={false}
              aria-label={`Go to ${name}`}
              onClick={() => switchTo(id, pathname)}
            >
              Go
            </PendingButton>
          </Flex>
        </Card>
      ))}
    </Flex>
  );
}
