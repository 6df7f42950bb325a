import { Code, Flex, Heading, Text } from '@radix-ui/themes';
import { env } from '@/lib/env';
import { CopyButton } from './copy-button';
import styles from './try-api-key.module.css';

/** Shows how to call the sample endpoint `app/api/v1/me` with a key. */
export function TryApiKey() {
  const endpoint = new URL('/api/v1/me', env().redirectUri);
  const command = `curl ${endpoint} --header "Authorization: Bearer $API_KEY"`;
  return (
    <section aria-labelledby="try-a-key">
      <Heading as="h2" size="3" mt="6" mb="2" id="try-a-key">
        Try a key
      </Heading>
      <Text as="p" size="2" color="gray" mb="2">
        Replace <Code>$API_KEY</Code> with your key. The answer names its owner and permissions. A revoked or
        expired key gets a 401.
      </Text>
      <Flex align="center" gap="3" p="3" className={styles.command}>
        <code className={styles.text}>{command}</code>
        <CopyButton text={command} />
      </Flex>
    </section>
  );
}
