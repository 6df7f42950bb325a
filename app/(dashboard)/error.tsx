'use client';

import { Button, Flex, Heading, Text } from '@radix-ui/themes';

/** Keeps the shell: one broken page does not take the way to the others. */
export default function ErrorPage({ retry }: { error: Error; retry: () => void }) {
  return (
    <Flex direction="column" align="start" gap="4" maxWidth="560px" role="alert">
      <Heading as="h1" size="5">
        This page could not be shown
      </Heading>
      <Text as="p">Nothing that you saved is lost. Try again; if that does not help, reload the page.</Text>
      <Button onClick={retry}>Try again</Button>
    </Flex>
  );
}
