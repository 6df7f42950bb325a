'use client';

import { Button, type ButtonProps } from '@radix-ui/themes';

/**
 * A button whose action may still be running. Unlike a disabled button, it keeps the keyboard's focus meanwhile, and
 * ignores clicks.
 */
export function PendingButton({ pending, onClick, ...props }: ButtonProps & { pending: boolean }) {
  return (
    <Button
      loading={pending}
      {...props}
      disabled={false}
      data-disabled={pending || undefined}
      aria-disabled={pending || undefined}
      onClick={(event) => (pending ? event.preventDefault() : onClick?.(event))}
    />
  );
}
