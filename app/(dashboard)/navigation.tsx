'use client';

import type { Route } from 'next';
import { usePathname } from 'next/navigation';
import { useId } from 'react';
import { type WidgetEntry, type WidgetGroup, widgets } from '@/lib/widgets';
import { PageLink } from './page-link';
import styles from './shell.module.css';

const GROUPS: readonly WidgetGroup[] = ['Organization', 'Account'];

/** A link for each widget that has a page, in two groups. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const id = useId();
  return (
    <>
      <ul className={styles.links}>
        <NavigationLink path="/overview" title="Overview" onNavigate={onNavigate} />
      </ul>
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 className={styles.group} id={`${id}-${group}`}>
            {group}
          </h2>
          <ul className={styles.links}>
            {Object.values<WidgetEntry>(widgets).map(
              ({ title, page }) =>
                page?.group === group && (
                  <NavigationLink key={page.path} path={page.path} title={title} onNavigate={onNavigate} />
                ),
            )}
          </ul>
        </section>
      ))}
    </>
  );
}

function NavigationLink({
  path,
  title,
  onNavigate,
}: {
  path: Route;
  title: string;
  onNavigate: (() => void) | undefined;
}) {
  const current = usePathname() === path;
  return (
    <li>
      <PageLink
        className={styles.link}
        href={path}
        aria-current={current ? 'page' : undefined}
        onClick={onNavigate}
      >
        {title}
      </PageLink>
    </li>
  );
}
