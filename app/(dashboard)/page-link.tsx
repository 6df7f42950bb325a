'use client';

import Link, { type LinkProps, useLinkStatus } from 'next/link';
import { type ReactNode, useRef, useState } from 'react';
import styles from './shell.module.css';

/** How long a pointer rests on a link that it means, in milliseconds. */
const MEANT = 65;

/**
 * A link that loads its page, with the widget's token and data, when a pointer rests on it or a finger touches it. Every
 * page links to every other one, so loading all visible links would send two dozen requests a page.
 */
export function PageLink<Route>({ children, ...props }: LinkProps<Route> & { children: ReactNode }) {
  const [likely, setLikely] = useState(false);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  return (
    <Link
      {...props}
      prefetch={likely}
      onMouseEnter={() => {
        timer.current = setTimeout(() => setLikely(true), MEANT);
      }}
      onMouseLeave={() => clearTimeout(timer.current)}
      onTouchStart={() => setLikely(true)}
    >
      {children}
      <Pending />
    </Link>
  );
}

/** Says at once that a click counted, while the page is on its way. */
function Pending() {
  const { pending } = useLinkStatus();
  return <span className={styles.pending} data-pending={pending} aria-hidden="true" />;
}
