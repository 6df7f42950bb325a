'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { type WidgetEntry, widgets } from '@/lib/widgets';
import styles from './shell.module.css';

/** A link for each widget that has a page. */
export function Navigation({ onNavigate }: { onNavigate?: () => void }) {
  const pathname = usePathname();
  return (
    <ul className={styles.links}>
      {Object.values<WidgetEntry>(widgets).map(
        ({ title, path }) =>
          path && (
            <li key={path}>
              <Link
                className={styles.link}
                href={path}
                aria-current={pathname === path ? 'page' : undefined}
                onClick={onNavigate}
              >
                {title}
              </Link>
            </li>
          ),
      )}
    </ul>
  );
}
