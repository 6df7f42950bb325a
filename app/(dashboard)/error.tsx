'use client';

import { Button, Flex, Heading, Text } from '@radix-ui/themes';

/** Keeps the shell, so that the other pages stay within reach when one fails. */
export default function ErrorPage({ retry }: { error: Error; retry: () => void }) {
  return (
    <Flex direction="column" align="start" gap="4" maxWidth="560px" role="alert">
      <Heading as="h1" size="5">
        This page couldn’t be shown
      </Heading>
      <Text as="p">Nothing you saved is lost. Try again. If that doesn’t help, reload the page.</Text>
      <Button onClick={retry}>Try again</Button>
    </Flex>
  );
}
