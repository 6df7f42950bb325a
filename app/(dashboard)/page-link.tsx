'use client';

import Link, { type LinkProps } from 'next/link';
import { useState } from 'react';

/**
 * A link that prefetches its page on hover, focus, or touch. Every page links to every other one, so prefetching all
 * visible links would send two dozen requests a page.
 */
export function PageLink<Route>(props: LinkProps<Route>) {
  const [likely, setLikely] = useState(false);
  const expect = () => setLikely(true);
  return (
    <Link
      {...props}
      prefetch={likely ? 'auto' : false}
      onMouseEnter={expect}
      onFocus={expect}
      onTouchStart={expect}
    />
  );
}
