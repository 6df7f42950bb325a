import { Button, Code, Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { organizationName } from '@/lib/organization';
import { requireSession } from '@/lib/session';
import type { WidgetTokenProblem as Problem } from '@/lib/widget-token-problem';
import { NoOrganization } from './no-organization';
import { RetryButton } from './retry-button';

/** Replaces a widget that has no token: says what happened and what to do next. */
export async function WidgetTokenProblem({ problem }: { problem: Problem }) {
  switch (problem.reason) {
    case 'signed-out':
      return (
        <Message title="You’re signed out">
          <Text as="p">Sign in again to see this page.</Text>
          <Button asChild>
            <a href="/sign-in">Sign in</a>
          </Button>
        </Message>
      );
    case 'no-organization':
      return <NoOrganization />;
    case 'missing-permission':
      return <MissingPermission permission={problem.permission} />;
    case 'impersonating':
      return (
        <Message title="Not available while impersonating">
          <Text as="p">
            Only the person can use this page. Stop impersonating to see your own, or ask them to look.
          </Text>
        </Message>
      );
    case 'rate-limited':
      return (
        <Message title="Too many requests">
          <Text as="p">WorkOS asked this app to wait. Nothing is lost. Try again in a moment.</Text>
          <RetryButton />
        </Message>
      );
    case 'unavailable':
      return (
        <Message title="WorkOS isn’t answering">
          <Text as="p">This page needs WorkOS. Try again in a moment.</Text>
          <RetryButton />
        </Message>
      );
    case 'too-large':
      return (
        <Message title="Your session is too large">
          <Text as="p">
            Your role has more permissions than a browser’s cookie can hold. Ask whoever runs the app to
            reduce them.
          </Text>
        </Message>
      );
    case 'misconfigured':
      return (
        <Message title="WorkOS is rejecting this app’s requests">
          <Text as="p">
            The credentials don’t match. Whoever runs the app should check <Code>WORKOS_API_KEY</Code> and{' '}
            <Code>WORKOS_CLIENT_ID</Code>: both from the same environment, and the key not revoked.
          </Text>
          <RetryButton />
        </Message>
      );
  }
}

async function MissingPermission({ permission }: { permission: string }) {
  const session = await requireSession();
  const organization = await organizationName(session.organizationId);
  return (
    <Message title="Your role doesn’t include this page">
      <Text as="p">
        It needs the permission <Code>{permission}</Code>.
        {session.role && (
          <>
            {' '}
            You’re signed in with the role <Code>{session.role}</Code>.
          </>
        )}
      </Text>
      <Text as="p">
        An admin of {organization ?? 'your organization'} can give you a role that has it. Role changes take
        effect within five minutes, or as soon as you sign in again.
      </Text>
    </Message>
  );
}

function Message({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Flex direction="column" align="start" gap="4" maxWidth="560px" role="status" className="breakable">
      <Heading as="h2" size="5">
        {title}
      </Heading>
      {children}
    </Flex>
  );
}
