'use client';

import type { Route } from 'next';
import { usePathname } from 'next/navigation';
import { type ComponentProps, useId } from 'react';
import { type WidgetGroup, widgetPages } from '@/lib/widgets';
import { WidgetIcon } from '../widget-icon';
import { PageLink } from './page-link';
import styles from './shell.module.css';

const GROUPS: readonly WidgetGroup[] = ['Organization', 'Account'];

/** Links to every widget page, in two groups. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const id = useId();
  return (
    <>
      <ul className={styles.links}>
        <NavigationLink path="/overview" title="Overview" icon="overview" onNavigate={onNavigate} />
      </ul>
      {GROUPS.map((group) => (
        <section key={group} aria-labelledby={`${id}-${group}`}>
          <h2 className={styles.group} id={`${id}-${group}`}>
            {group}
          </h2>
          <ul className={styles.links}>
            {widgetPages().map(
              ([widget, { title, page }]) =>
                page.group === group && (
                  <NavigationLink
                    key={page.path}
                    path={page.path}
                    title={title}
                    icon={widget}
                    onNavigate={onNavigate}
                  />
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
  icon,
  onNavigate,
}: {
  path: Route;
  title: string;
  icon: ComponentProps<typeof WidgetIcon>['name'];
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
        <WidgetIcon name={icon} />
        {title}
      </PageLink>
    </li>
  );
}
