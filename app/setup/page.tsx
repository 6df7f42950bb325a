import { Code, Flex, Heading, Link, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { envProblems } from '@/lib/env';

export const metadata: Metadata = { title: 'Set up' };

/** Replaces every page until the app has the configuration it needs. */
export default function SetupPage() {
  const problems = envProblems();
  if (problems.length === 0) redirect('/');
  return (
    <main className="centered">
      <Flex direction="column" gap="5" maxWidth="640px">
        <Heading as="h1" size="7">
          Almost there
        </Heading>
        <Text as="p" size="3">
          The app runs, but does not know its WorkOS environment yet. Set these variables, in{' '}
          <Code>.env.local</Code> or where you deploy, and start it again.
        </Text>
        <Flex asChild direction="column" gap="4" p="0" m="0">
          <ul>
            {problems.map(({ variable, problem, fix }) => (
              <li key={variable}>
                <Text as="p" weight="medium">
                  <Code>{variable}</Code> {problem}
                </Text>
                <Text as="p" size="2" color="gray">
                  {fix}
                </Text>
              </li>
            ))}
          </ul>
        </Flex>
        <Text as="p" size="2" color="gray">
          No WorkOS account yet? <Link href="https://dashboard.workos.com/signup">Create one</Link>; it costs
          nothing to begin with.
        </Text>
      </Flex>
    </main>
  );
}
