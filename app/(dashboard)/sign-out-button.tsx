'use client';

import { Button } from '@radix-ui/themes';
import type { ReactNode } from 'react';
import { signOutAction } from './sign-out-action';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

export function SignOutButton({ children }: { children: ReactNode }) {
  const { userId } = useViewer();
  const [signOut, pending] = useServerAction('You couldn’t be signed out.', () => signOutAction({ userId }));
  return (
    <Button variant="soft" loading={pending} onClick={() => signOut()}>
      {children}
    </Button>
  );
}
