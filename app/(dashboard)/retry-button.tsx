'use client';

import { useRouter } from 'next/navigation';
import { useTransition } from 'react';
import { PendingButton } from './pending-button';

/** Renders the page again on the server, without leaving it. */
export function RetryButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <PendingButton pending={pending} onClick={() => startTransition(() => router.refresh())}>
      Try again
    </PendingButton>
  );
}
