'use client';

import type { ReactNode } from 'react';
import { PendingButton } from './pending-button';
import { signOutAction } from './sign-out-action';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

export function SignOutButton({ children }: { children: ReactNode }) {
  const { userId } = useViewer();
  const [signOut, pending] = useServerAction('You couldn’t be signed out.', () => signOutAction({ userId }));
  return (
    <PendingButton variant="soft" pending={pending} onClick={() => signOut()}>
      {children}
    </PendingButton>
  );
}
