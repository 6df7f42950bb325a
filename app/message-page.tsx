import { Flex, Heading, Text } from '@radix-ui/themes';
import type { ReactNode } from 'react';

/** A page with one message: what happened, and what to do. */
export function MessagePage({
  title,
  text,
  children,
}: {
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <main className="centered">
      <Flex direction="column" align="center" gap="4" maxWidth="480px">
        <Heading as="h1" size="7" align="center" wrap="balance">
          {title}
        </Heading>
        <Text as="p" size="3" color="gray" align="center" wrap="pretty">
          {text}
        </Text>
        {children}
      </Flex>
    </main>
  );
}
