import { Badge, Card, Code, Flex, Grid, Heading, Text, Link as ThemeLink } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { requireSession } from '@/lib/session';
import { isAllowed, type WidgetEntry, widgets } from '@/lib/widgets';

export const metadata: Metadata = { title: 'Overview' };

/** Every widget: what it does, what it is minted with, and whether you may use it. */
export default async function OverviewPage() {
  const { permissions } = await requireSession();
  return (
    <>
      <Heading as="h1">Overview</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        Every widget of this app, and what your role lets you do.
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
                          <Link href={entry.page.path}>{entry.title}</Link>
                        </ThemeLink>
                      ) : (
                        entry.title
                      )}
                    </Heading>
                    <Availability entry={entry} permissions={permissions} />
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
    </>
  );
}

function Availability({ entry, permissions }: { entry: WidgetEntry; permissions: readonly string[] }) {
  return isAllowed(entry, permissions) ? (
    <Badge color="green">Available</Badge>
  ) : (
    <Badge color="gray">Not in your role</Badge>
  );
}
