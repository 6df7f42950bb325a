'use client';

import { Card, Flex, Text } from '@radix-ui/themes';
import type { PendingInvitation } from '@/lib/organization';
import { PendingButton } from '../pending-button';
import { acceptInvitationAction } from './actions';
import { useFormAction } from './use-form-action';

/** The organizations that invited the person, each with a button to join. */
export function Invitations({ invitations }: { invitations: readonly PendingInvitation[] }) {
  const { problem, pending, form } = useFormAction(
    'The invitation couldn’t be accepted.',
    acceptInvitationAction,
  );
  return (
    <Flex direction="column" gap="2" width="100%" maxWidth="480px">
      {invitations.map(({ id, organizationName }) => (
        <Card key={id}>
          <form {...form}>
            <input type="hidden" name="invitationId" value={id} />
            <Flex justify="between" align="center" gap="3">
              <Text weight="medium" className="breakable">
                {organizationName}
              </Text>
              <PendingButton
                type="submit"
                pending={pending}
                loading={false}
                aria-label={`Join ${organizationName}`}
              >
                Join
              </PendingButton>
            </Flex>
          </form>
        </Card>
      ))}
      {problem && (
        <Text as="p" size="2" color="red" role="alert">
          {problem}
        </Text>
      )}
    </Flex>
  );
}
