import { Button, Card, Container, Flex, Grid, Heading, Section, Text } from '@radix-ui/themes';
import { redirect } from 'next/navigation';
import { getSession } from '@/lib/session';
import { type WidgetEntry, widgets } from '@/lib/widgets';
import { Brand } from './brand';
import { SignInProblemNotice } from './sign-in-problem';

/** The landing page, for visitors who are not signed in. */
export default async function LandingPage({ searchParams }: { searchParams: Promise<{ problem?: string }> }) {
  const [session, { problem }] = await Promise.all([getSession(), searchParams]);
  if (session) redirect('/users');
  return (
    <Container size="3" px="4">
      <Flex asChild justify="between" align="center" py="4">
        <header>
          <Brand />
          {/* Plain links: they lead to WorkOS, where the router cannot go. */}
          <Button variant="soft" asChild>
            <a href="/sign-in">Sign in</a>
          </Button>
        </header>
      </Flex>
      <main>
        {problem && <SignInProblemNotice problem={problem} />}
        <Section size="3">
          <Flex direction="column" align="center" gap="5">
            <Heading as="h1" size={{ initial: '8', sm: '9' }} align="center" wrap="balance">
              Ready for your first enterprise customer
            </Heading>
            <Text as="p" size="4" color="gray" align="center" wrap="balance" style={{ maxWidth: '36em' }}>
              Organizations, people, single sign-on, API keys: the pages that every business customer asks
              for, built on WorkOS Widgets.
            </Text>
            <Flex gap="3" wrap="wrap" justify="center">
              <Button size="3" asChild>
                <a href="/sign-up">Get started</a>
              </Button>
              <Button size="3" variant="soft" asChild>
                <a href="/sign-in">Sign in</a>
              </Button>
            </Flex>
          </Flex>
        </Section>
        <Section size="1" aria-label="What is inside">
          <Grid asChild columns={{ initial: '1', xs: '2', md: '3' }} gap="3" p="0" m="0">
            <ul>
              {Object.entries<WidgetEntry>(widgets).map(([name, { title, description, page }]) =>
                page ? (
                  <Card asChild key={name}>
                    <li>
                      <Heading as="h2" size="3" mb="1">
                        {title}
                      </Heading>
                      <Text as="p" size="2" color="gray">
                        {description}
                      </Text>
                    </li>
                  </Card>
                ) : null,
              )}
            </ul>
          </Grid>
        </Section>
      </main>
    </Container>
  );
}
