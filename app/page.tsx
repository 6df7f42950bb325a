import { Button, Container, Flex, Heading, Link, Section, Separator, Text } from '@radix-ui/themes';
import { redirect } from 'next/navigation';
import { PRODUCT } from '@/lib/product';
import { getSession } from '@/lib/session';
import { type WidgetGroup, widgetPages } from '@/lib/widgets';
import { Brand } from './brand';
import styles from './landing.module.css';
import { SignInProblemNotice } from './sign-in-problem';
import { WidgetIcon } from './widget-icon';

const GROUPS: Record<WidgetGroup, string> = {
  Organization: 'For the admins of each organization',
  Account: 'For everyone who signs in',
};

/** The landing page, for visitors who are not signed in. */
export default async function LandingPage({ searchParams }: { searchParams: Promise<{ problem?: string }> }) {
  const [session, { problem }] = await Promise.all([getSession(), searchParams]);
  if (session) redirect('/users');
  return (
    <Container size="4" px={{ initial: '4', sm: '5' }}>
      <Flex asChild justify="between" align="center" py="4">
        <header>
          <Brand />
          {/* Plain links, because they lead to WorkOS and the router can't go there. */}
          <Button variant="soft" asChild>
            <a href="/sign-in">Sign in</a>
          </Button>
        </header>
      </Flex>
      <main>
        {problem && <SignInProblemNotice problem={problem} />}
        <Section size={{ initial: '2', sm: '3' }} pb="6">
          <Flex direction="column" align="center" gap="5">
            <Heading
              as="h1"
              size={{ initial: '8', sm: '9' }}
              align="center"
              wrap="balance"
              className={styles.headline}
            >
              Ready for your first enterprise customer
            </Heading>
            <Text as="p" size={{ initial: '3', sm: '5' }} color="gray" align="center" className={styles.lead}>
              People, roles, single sign-on, directory sync, API keys: the settings that every business asks
              for, done before you write your first feature.
            </Text>
            <Flex gap="3" wrap="wrap" justify="center">
              <Button size="3" asChild>
                <a href="/sign-up">Get started</a>
              </Button>
              <Button size="3" variant="soft" asChild>
                <a href="/sign-in">Sign in</a>
              </Button>
            </Flex>
          </Flex>
        </Section>
        <figure className={styles.product}>
          {/* Both images, because the style sheet picks one by the theme, which is only known in the browser. */}
          {(['light', 'dark'] as const).map((theme) => (
            // biome-ignore lint/performance/noImgElement: the file already has the size it is shown at.
            <img
              key={theme}
              className={styles[theme]}
              src={`/users-${theme}.png`}
              width={1200}
              height={750}
              alt="The Users page: members with their roles, a search, and a button to invite people"
              loading="lazy"
            />
          ))}
        </figure>
        {Object.entries(GROUPS).map(([group, title]) => (
          <Section key={group} size="2" aria-label={title}>
            <Heading as="h2" size="6" mb="5">
              {title}
            </Heading>
            <ul className={styles.features}>
              {widgetPages().map(
                ([widget, { title, description, page }]) =>
                  page.group === group && (
                    <li key={widget}>
                      <span className={styles.icon}>
                        <WidgetIcon name={widget} />
                      </span>
                      <Heading as="h3" size="3" mb="1">
                        {title}
                      </Heading>
                      <Text as="p" size="2" color="gray">
                        {description}
                      </Text>
                    </li>
                  ),
              )}
            </ul>
          </Section>
        ))}
      </main>
      <Separator size="4" />
      <Flex asChild py="5" justify="between" gap="3" wrap="wrap">
        <footer>
          <Text size="2" color="gray">
            {PRODUCT.name}
          </Text>
          <Text size="2" color="gray">
            Built on <Link href="https://workos.com/docs/widgets">WorkOS Widgets</Link>
          </Text>
        </footer>
      </Flex>
    </Container>
  );
}
