'use client';

import { Button } from '@radix-ui/themes';
import { useEffect } from 'react';

/**
 * Reloads the page on click.
 * @param after Reloads it by itself too, after so many milliseconds, while the tab is visible.
 */
export function TryAgain({ after }: { after: number | undefined }) {
  useEffect(() => {
    if (after === undefined) return;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') location.reload();
    }, after);
    return () => clearInterval(timer);
  }, [after]);
  return <Button onClick={() => location.reload()}>Try again</Button>;
}
