import { Flex } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { Brand } from '../brand';
import { MobileNavigation } from './mobile-navigation';
import { Navigation } from './navigation';
import { NoticeBar } from './notice-bar';
import { PageLink } from './page-link';
import styles from './shell.module.css';

/** Header, side navigation, and content. On phones the navigation moves into a menu. */
export function Shell({
  switcher,
  userMenu,
  children,
}: {
  switcher: ReactNode;
  userMenu: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className={styles.shell}>
      {/* Paints the page once it is all there: painting its parts one by one makes the rows a fifth later. */}
      <link rel="expect" href="#content" blocking="render" />
      <a className="skip-link" href="#content">
        Skip to content
      </a>
      <header className={styles.header}>
        <MobileNavigation className={styles.menuButton} />
        <PageLink className={styles.brand} href="/overview">
          <Brand />
        </PageLink>
        <Flex className={styles.switcher}>{switcher}</Flex>
        {userMenu}
      </header>
      <nav className={styles.sidebar} aria-label="Main">
        <Navigation />
      </nav>
      <main className={styles.main} id="content" tabIndex={-1}>
        <NoticeBar />
        {children}
      </main>
    </div>
  );
}
