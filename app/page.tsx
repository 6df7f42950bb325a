import { Button, Callout, Flex, Heading, Text } from '@radix-ui/themes';
import { redirect } from 'next/navigation';
import { getSession } from '@/lib/session';

/** The landing page of who is not signed in. */
export default async function LandingPage({ searchParams }: { searchParams: Promise<{ problem?: string }> }) {
  const [session, { problem }] = await Promise.all([getSession(), searchParams]);
  if (session) redirect('/users');
  return (
    <main className="centered">
      <Flex direction="column" align="center" gap="5" maxWidth="560px">
        {problem && (
          <Callout.Root color="red" role="alert">
            <Callout.Text>
              You could not be signed in: the sign-in was left open too long, or was started in another
              browser. Try again.
            </Callout.Text>
          </Callout.Root>
        )}
        <Heading as="h1" size="9" align="center" wrap="balance">
          Your product, enterprise-ready
        </Heading>
        <Text as="p" size="4" color="gray" align="center" wrap="pretty">
          People, organizations, single sign-on, API keys: the pages that every business customer asks for,
          built on WorkOS Widgets. Sign in to see them work.
        </Text>
        <Flex gap="3" wrap="wrap" justify="center">
          {/* Plain links: they leave for WorkOS, which the router cannot prefetch. */}
          <Button size="3" asChild>
            <a href="/sign-in">Sign in</a>
          </Button>
          <Button size="3" variant="soft" asChild>
            <a href="/sign-up">Sign up</a>
          </Button>
        </Flex>
      </Flex>
    </main>
  );
}
