import { Flex, Spinner, Text } from '@radix-ui/themes';

export default function Loading() {
  return (
    <Flex align="center" gap="2" role="status">
      <Spinner />
      <Text size="2" color="gray">
        Loading…
      </Text>
    </Flex>
  );
}
