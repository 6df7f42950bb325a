'use client';

import { Button } from '@radix-ui/themes';
import { MessagePage } from './message-page';

export default function ErrorPage({ reset }: { error: Error; reset: () => void }) {
  return (
    <MessagePage
      title="Something went wrong"
      text="The page could not be shown. Nothing that you saved is lost."
    >
      <Button onClick={reset}>Try again</Button>
    </MessagePage>
  );
}
