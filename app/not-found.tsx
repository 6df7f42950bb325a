import { Button } from '@radix-ui/themes';
import type { Metadata } from 'next';
import Link from 'next/link';
import { MessagePage } from './message-page';

export const metadata: Metadata = { title: 'Page not found' };

export default function NotFound() {
  return (
    <MessagePage
      title="Page not found"
      text="There’s nothing at this address. The page may have moved, or the link has a typo."
    >
      <Button asChild>
        <Link href="/">Go to the home page</Link>
      </Button>
    </MessagePage>
  );
}
