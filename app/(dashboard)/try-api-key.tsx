import { Code, Flex, Heading, Text } from '@radix-ui/themes';
import { env } from '@/lib/env';
import { CopyButton } from './copy-button';
import styles from './try-api-key.module.css';

/** What a key is good for: the sample endpoint `app/api/v1/me`. */
export function TryApiKey() {
  const endpoint = new URL('/api/v1/me', env().redirectUri);
  const command = `curl ${endpoint} --header "Authorization: Bearer $API_KEY"`;
  return (
    <section aria-labelledby="try-a-key">
      <Heading as="h2" size="3" mt="6" mb="2" id="try-a-key">
        Try a key
      </Heading>
      <Text as="p" size="2" color="gray" mb="2">
        Put yours in place of <Code>$API_KEY</Code>. The answer says whose it is and what it may do; a revoked
        or expired key gets 401.
      </Text>
      <Flex align="center" gap="3" p="3" className={styles.command}>
        <code className={styles.text}>{command}</code>
        <CopyButton text={command} />
      </Flex>
    </section>
  );
}
