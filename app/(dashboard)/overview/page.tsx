import { Badge, Card, Code, Flex, Grid, Heading, Text, Link as ThemeLink } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { isMember } from '@/lib/organization';
import { requireSession } from '@/lib/session';
import { viewerOf } from '@/lib/viewer';
import { refusal, type WidgetTokenProblem } from '@/lib/widget-token-problem';
import { type WidgetEntry, widgets } from '@/lib/widgets';
import { PageLink } from '../page-link';
import { SameViewer } from '../viewer';

export const metadata: Metadata = { title: 'Overview' };

/** Lists every widget: what it does, its scopes, and whether you can use it. */
export default async function OverviewPage() {
  const session = await requireSession();
  // The session can name the organization for a few minutes after the person was removed from it.
  const member = await isMember(session);
  return (
    <SameViewer viewer={viewerOf(session)}>
      <Heading as="h1">Overview</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        Every widget in this app, and whether you can use it.
      </Text>
      <Grid asChild columns={{ initial: '1', sm: '2' }} gap="3" p="0" m="0">
        <ul>
          {Object.entries<WidgetEntry>(widgets).map(([name, entry]) => (
            <Card asChild key={name}>
              <li>
                <Flex direction="column" gap="2" height="100%">
                  <Flex justify="between" align="start" gap="3">
                    <Heading as="h2" size="3">
                      {entry.page ? (
                        <ThemeLink asChild>
                          <PageLink href={entry.page.path}>{entry.title}</PageLink>
                        </ThemeLink>
                      ) : (
                        entry.title
                      )}
                    </Heading>
                    <Availability
                      problem={refusal(entry, member ? session : { ...session, organizationId: undefined })}
                    />
                  </Flex>
                  <Text as="p" size="2" color="gray">
                    {entry.description}
                  </Text>
                  <Flex wrap="wrap" gap="1" mt="auto">
                    {entry.scopes.length === 0 ? (
                      <Text size="1" color="gray">
                        No scope needed
                      </Text>
                    ) : (
                      entry.scopes.map((scope) => (
                        <Code key={scope} size="1">
                          {scope}
                        </Code>
                      ))
                    )}
                  </Flex>
                </Flex>
              </li>
            </Card>
          ))}
        </ul>
      </Grid>
    </SameViewer>
  );
}

function Availability({ problem }: { problem: WidgetTokenProblem | undefined }) {
  switch (problem?.reason) {
    case undefined:
      return <Badge color="green">Available</Badge>;
    case 'no-organization':
      return <Badge color="gray">Needs an organization</Badge>;
    case 'impersonating':
      return <Badge color="gray">Not available while impersonating</Badge>;
    default:
      return <Badge color="gray">Not in your role</Badge>;
  }
}
