'use client';

import { Button } from '@radix-ui/themes';
import { useEffect } from 'react';

const EVERY = 5_000;

/** Reloads the page: on click, and automatically while the tab is visible. */
export function TryAgain({ automatically }: { automatically: boolean }) {
  useEffect(() => {
    if (!automatically) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') location.reload();
    }, EVERY);
    return () => clearInterval(timer);
  }, [automatically]);
  return <Button onClick={() => location.reload()}>Try again</Button>;
}
