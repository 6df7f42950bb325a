import { Heading, Text } from '@radix-ui/themes';
import { env } from '@/lib/env';
import styles from './how-this-page-works.module.css';

/** What a key is good for: the sample endpoint `app/api/v1/me`. */
export function TryApiKey() {
  const endpoint = new URL('/api/v1/me', env().redirectUri);
  return (
    <section>
      <Heading as="h2" size="3" mt="6" mb="2">
        Try a key
      </Heading>
      <Text as="p" size="2" color="gray" mb="2">
        Put yours in place of the name. The answer says whose it is and what it may do; a revoked or expired
        key gets 401.
      </Text>
      <pre className={styles.code}>{`curl ${endpoint} --header "Authorization: Bearer $API_KEY"`}</pre>
    </section>
  );
}
