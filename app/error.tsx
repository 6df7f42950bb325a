'use client';

import { Button } from '@radix-ui/themes';
import { MessagePage } from './message-page';

export default function ErrorPage({ retry }: { error: Error; retry: () => void }) {
  return (
    <MessagePage title="Something went wrong" text="The page couldn’t be shown. Nothing you saved is lost.">
      <Button onClick={retry}>Try again</Button>
    </MessagePage>
  );
}
