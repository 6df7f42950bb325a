'use client';

import { Dialog, IconButton } from '@radix-ui/themes';
import { useState } from 'react';
import { Navigation } from './navigation';

/** On narrow screens, the navigation behind a button. */
export function MobileNavigation({ className }: { className: string | undefined }) {
  const [open, setOpen] = useState(false);
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger>
        <IconButton className={className} variant="ghost" color="gray" size="3" m="0" aria-label="Menu">
          <svg width="18" height="18" viewBox="0 0 15 15" fill="currentColor" aria-hidden="true">
            <path d="M1.5 3h12v1h-12zM1.5 7h12v1h-12zM1.5 11h12v1h-12z" />
          </svg>
        </IconButton>
      </Dialog.Trigger>
      <Dialog.Content aria-describedby={undefined}>
        <Dialog.Title size="4">Menu</Dialog.Title>
        <nav aria-label="Main">
          <Navigation onNavigate={() => setOpen(false)} />
        </nav>
      </Dialog.Content>
    </Dialog.Root>
  );
}
