import { Button, Flex, Heading, Text } from '@radix-ui/themes';
import { type PendingInvitation, pendingInvitations } from '@/lib/organization';
import { requireSession, type Session } from '@/lib/session';
import { Invitations } from './new-organization/invitations';
import { NewOrganizationForm } from './new-organization/new-organization-form';
import { signOutAction } from './sign-out-action';

/** For people who are signed in but belong nowhere yet: join, create, or come back as someone else. */
export async function NoOrganization() {
  const session = await requireSession();
  if (session.impersonator) {
    return (
      <Text as="p">{session.user.email} is in no organization yet. They will choose one themselves.</Text>
    );
  }
  const invitations = await invitationsOf(session);
  return (
    <Flex direction="column" align="start" gap="5" maxWidth="560px">
      <div>
        <Heading as="h2" size="5" mb="2">
          You are in no organization yet
        </Heading>
        <Text as="p">
          You need an organization to use this page. Join one that invited you, or create your own.
        </Text>
      </div>
      {invitations.length > 0 && (
        <>
          <Heading as="h3" size="3">
            You are invited to
          </Heading>
          <Invitations invitations={invitations} />
        </>
      )}
      <Heading as="h3" size="3">
        Create an organization
      </Heading>
      <NewOrganizationForm idempotencyKey={crypto.randomUUID()} />
      <Text as="p" size="2" color="gray">
        You are signed in as <strong>{session.user.email}</strong>. If you were invited at another address,
        sign in with that one.
      </Text>
      <form action={signOutAction}>
        <Button type="submit" variant="soft">
          Sign in as someone else
        </Button>
      </form>
    </Flex>
  );
}

/** The page is of use without them. */
async function invitationsOf(session: Session): Promise<PendingInvitation[]> {
  try {
    return await pendingInvitations(session);
  } catch (error) {
    console.error('The invitations could not be read:', error instanceof Error ? error.message : error);
    return [];
  }
}
