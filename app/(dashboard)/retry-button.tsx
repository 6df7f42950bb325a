'use client';

import { Button } from '@radix-ui/themes';
import { useRouter } from 'next/navigation';
import { useTransition } from 'react';

/** Renders the page again on the server, without leaving it. */
export function RetryButton() {
  const router = useRouter();
  const [pending, startTransition] = useTransition();
  return (
    <Button loading={pending} onClick={() => startTransition(() => router.refresh())}>
      Try again
    </Button>
  );
}
