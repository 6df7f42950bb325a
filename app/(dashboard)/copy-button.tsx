'use client';

import { Button } from '@radix-ui/themes';
import { useState } from 'react';

/** Copies text, and shows whether that worked. */
export function CopyButton({ text }: { text: string }) {
  const [label, setLabel] = useState('Copy');

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setLabel('Copied');
    } catch {
      setLabel('Copy failed');
    }
    setTimeout(() => setLabel('Copy'), 3000);
  }

  return (
    <Button size="1" variant="soft" onClick={copy}>
      <span aria-live="polite">{label}</span>
    </Button>
  );
}
