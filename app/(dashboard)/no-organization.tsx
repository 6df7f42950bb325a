import { Flex, Heading, Text } from '@radix-ui/themes';
import { organizationsOf, pendingInvitations } from '@/lib/organization';
import { requireSession, type Session } from '@/lib/session';
import { A_MOMENT, within } from '@/lib/within';
import { PATIENCE } from '@/lib/workos';
import { Invitations } from './new-organization/invitations';
import { NewOrganizationForm } from './new-organization/new-organization-form';
import { OwnOrganizations } from './own-organizations';
import { SignOutButton } from './sign-out-button';

/** For people without an organization: switch to one of theirs, join one, create one, or use another account. */
export async function NoOrganization() {
  const session = await requireSession();
  if (session.impersonator) {
    return <Text as="p">{session.user.email} isn’t in an organization. Only they can choose one.</Text>;
  }
  const [own, invitations] = await Promise.all([
    orNone('the organizations', within(A_MOMENT, organizationsOf(session))),
    orNone('the invitations', within(PATIENCE, pendingInvitations(session))),
  ]);
  return (
    <Flex direction="column" align="start" gap="5" maxWidth="560px" className="breakable">
      <div>
        <Heading as="h2" size="5" mb="2">
          {title(session, own.length)}
        </Heading>
        <Text as="p">
          You need an organization to use this page.{' '}
          {own.length > 0 ? 'Go to one of yours' : 'Join one that invited you'}, or create your own.
        </Text>
      </div>
      {own.length > 0 && (
        <>
          <Heading as="h3" size="3">
            Your organizations
          </Heading>
          <OwnOrganizations organizations={own} />
        </>
      )}
      {invitations.length > 0 && (
        <>
          <Heading as="h3" size="3">
            You’re invited to
          </Heading>
          <Invitations invitations={invitations} />
        </>
      )}
      <Heading as="h3" size="3">
        Create an organization
      </Heading>
      <NewOrganizationForm />
      <Text as="p" size="2" color="gray">
        You’re signed in as <strong>{session.user.email}</strong>. If you were invited at another address,
        sign in with that one.
      </Text>
      <SignOutButton>Sign in as someone else</SignOutButton>
    </Flex>
  );
}

function title({ organizationId }: Session, own: number): string {
  if (organizationId) return 'You’re no longer in this organization';
  return own > 0 ? 'Choose an organization' : 'You’re not in an organization yet';
}

/** An empty list on failure, because the page is useful without it. */
async function orNone<Item>(what: string, items: Promise<Item[]>): Promise<Item[]> {
  try {
    return await items;
  } catch (error) {
    console.error(`Could not read ${what}:`, error instanceof Error ? error.message : error);
    return [];
  }
}
