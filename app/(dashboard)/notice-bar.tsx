'use client';

import { Button, Callout, Flex } from '@radix-ui/themes';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { ActingProblem } from '@/lib/acting-session';
import { isSameViewer } from '@/lib/viewer';
import { type Notice, useNotice } from './notice';
import { PendingButton } from './pending-button';
import { switchOrganization } from './switch-organization-action';
import { useOpenDialog } from './use-open-dialog';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

/**
 * Shows a notice above the page or, while a dialog is open, inside the dialog, where the keyboard and screen readers
 * can reach it. The page stays as it is, with everything that was typed.
 */
export function NoticeBar() {
  const { notice } = useNotice();
  const dialog = useOpenDialog();
  const viewer = useViewer();
  // A notice about another organization no longer applies.
  if (!notice || ('problem' in notice && !isSameViewer(notice.viewer, viewer))) return null;
  const bar = (
    <Callout.Root color={notice.kind === 'moved' ? 'blue' : 'amber'} highContrast role="alert" mb="4">
      <Flex justify="between" align="center" gap="3" wrap="wrap">
        <Callout.Text className="breakable">{textOf(notice)}</Callout.Text>
        <Flex gap="2" wrap="wrap">
          <NoticeButtons notice={notice} />
        </Flex>
      </Flex>
    </Callout.Root>
  );
  return dialog ? createPortal(bar, dialog) : bar;
}

/** The buttons of a notice. */
function NoticeButtons({ notice }: { notice: Notice }) {
  const { takeBack } = useNotice();
  const router = useRouter();
  if (notice.kind === 'moved') return <NoticeButton onClick={() => takeBack('moved')}>Dismiss</NoticeButton>;
  if (notice.kind === 'failed') {
    return notice.reload ? (
      <NoticeButton onClick={() => location.reload()}>Reload</NoticeButton>
    ) : (
      <NoticeButton onClick={() => takeBack('failed')}>Dismiss</NoticeButton>
    );
  }
  if (notice.kind === 'waiting') return <NoticeButton onClick={notice.retry}>Try again</NoticeButton>;
  const { problem } = notice;
  if (problem.reason === 'signed-out') {
    return (
      <Button size="1" variant="soft" highContrast asChild>
        {/* In a new tab, so that what was typed here stays. */}
        <a href="/sign-in" target="_blank" rel="noreferrer">
          Sign in in a new tab
        </a>
      </Button>
    );
  }
  if (problem.reason === 'switched') {
    return (
      <>
        {problem.samePerson && <BackToThisOrganization />}
        <NoticeButton onClick={() => router.refresh()}>{`Go to ${problem.now}`}</NoticeButton>
      </>
    );
  }
  return notice.kind === 'action' ? (
    <NoticeButton onClick={() => takeBack('action')}>Dismiss</NoticeButton>
  ) : (
    <NoticeButton onClick={() => location.reload()}>Reload</NoticeButton>
  );
}

/** Switches the session back to the organization that the page shows, and keeps the page. */
function BackToThisOrganization() {
  const viewer = useViewer();
  const pathname = usePathname();
  const { takeBack } = useNotice();
  const [back, pending] = useServerAction('You couldn’t be switched back.', async () => {
    const problem = await switchOrganization(
      { userId: viewer.userId },
      viewer.organizationId ?? '',
      pathname,
    );
    if (!problem) takeBack('token', 'action');
    return problem;
  });
  return viewer.organizationId ? (
    <NoticeButton pending={pending} onClick={() => back()}>
      Switch back to this page’s organization
    </NoticeButton>
  ) : null;
}

function NoticeButton({
  onClick,
  pending = false,
  children,
}: {
  onClick: () => void;
  pending?: boolean;
  children: ReactNode;
}) {
  return (
    <PendingButton size="1" variant="soft" highContrast pending={pending} onClick={onClick}>
      {children}
    </PendingButton>
  );
}

function textOf(notice: Notice): string {
  switch (notice.kind) {
    case 'moved':
      return 'You switched in another tab. This page now shows what you chose there.';
    case 'failed':
      return notice.text;
    case 'waiting':
      return notice.failed
        ? 'WorkOS didn’t send this page’s data. This page keeps trying.'
        : 'WorkOS is slow to answer. Still waiting.';
    case 'token':
    case 'action':
      return notice.problem.reason === 'switched'
        ? switchedText(notice.problem)
        : TEXTS[notice.problem.reason];
  }
}

function switchedText({ samePerson, now }: Extract<ActingProblem, { reason: 'switched' }>): string {
  return samePerson
    ? `You switched to ${now} in another tab. This page still shows the previous organization, and changes nothing in ${now}.`
    : `You signed in as ${now} in another tab. This page still shows the previous account, and changes nothing as ${now}.`;
}

const TEXTS = {
  'signed-out': 'You’ve been signed out. Sign in again, then come back: what you typed stays here.',
  'not-a-member': 'You’re no longer a member of that organization.',
  'no-organization': 'You’re no longer a member of this organization.',
  impersonating: 'Not available while impersonating.',
  'missing-permission': 'Your role no longer allows this. An admin of your organization can change it.',
  'rate-limited': 'Too many requests. Wait a moment, then reload.',
  unavailable: 'WorkOS isn’t answering. This page keeps trying, and what you typed stays here.',
  'too-large':
    'Your session is too large for a cookie. Ask whoever runs the app to reduce your role’s permissions.',
  misconfigured: 'WorkOS is rejecting this app’s requests. Reload later, or tell whoever runs the app.',
};
