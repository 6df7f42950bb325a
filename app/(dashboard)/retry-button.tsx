'use client';

import { useRouter } from 'next/navigation';
import { type FormEvent, useTransition } from 'react';
import { PendingButton } from './pending-button';

/**
 * Renders the page again on the server, without leaving it. It is a form, so that a click before the page's scripts have
 * loaded counts too: the browser then loads the page again.
 */
export function RetryButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  function retry(event: FormEvent) {
    event.preventDefault();
    startTransition(() => router.refresh());
  }
  return (
    <form onSubmit={retry}>
      <PendingButton type="submit" pending={pending}>
        Try again
      </PendingButton>
    </form>
  );
}
