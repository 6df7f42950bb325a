'use client';

import { Button, Callout, Flex } from '@radix-ui/themes';
import { createContext, type ReactNode, useContext, useState } from 'react';
import type { WidgetTokenProblem } from '@/lib/widget-token';

type Reason = WidgetTokenProblem['reason'];

const ReportContext = createContext<(reason: Reason | undefined) => void>(() => {});

/** Where a widget reports that its token could not be renewed, or (undefined) that it was. */
export const useReportTokenProblem = () => useContext(ReportContext);

const NoticeContext = createContext<Reason | undefined>(undefined);

export function TokenNoticeProvider({ children }: { children: ReactNode }) {
  const [reason, setReason] = useState<Reason>();
  return (
    <ReportContext value={setReason}>
      <NoticeContext value={reason}>{children}</NoticeContext>
    </ReportContext>
  );
}

/** Says above a widget why it cannot go on. The widget stays, with what has been typed into it. */
export function TokenNotice() {
  const reason = useContext(NoticeContext);
  if (!reason) return null;
  const signedOut = reason === 'signed-out';
  return (
    <Callout.Root color="amber" highContrast role="alert" mb="4">
      <Flex justify="between" align="center" gap="3" wrap="wrap">
        <Callout.Text>{MESSAGES[reason]}</Callout.Text>
        <Button
          size="1"
          variant="soft"
          highContrast
          // Signed out, this leads to sign-in, and from there back to the page.
          onClick={() => location.reload()}
        >
          {signedOut ? 'Sign in' : 'Reload'}
        </Button>
      </Flex>
    </Callout.Root>
  );
}

const MESSAGES: Record<Reason, string> = {
  'signed-out': 'You have been signed out. Sign in again to go on.',
  'no-organization': 'You are no longer a member of this organization.',
  impersonating: 'This is not available while you impersonate someone.',
  'missing-permission': 'Your role no longer allows this. An admin of your organization can change it.',
  'rate-limited': 'Too many requests just now. Wait a moment, then reload.',
  unavailable: 'WorkOS cannot be reached just now. Check your connection, then reload.',
  misconfigured: 'WorkOS refuses this app at the moment. Reload later, or tell whoever runs the app.',
};
