'use client';

import Link, { type LinkProps } from 'next/link';
import { useState } from 'react';

/**
 * A link to a page of the app that is fetched ahead when somebody is about to follow it: each page links to
 * all others, and fetching them all whenever one is shown would be two dozen requests.
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
