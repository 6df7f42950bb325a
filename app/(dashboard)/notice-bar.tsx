'use client';

import { Button, Callout, Flex } from '@radix-ui/themes';
import { usePathname, useRouter } from 'next/navigation';
import type { ReactNode } from 'react';
import { createPortal } from 'react-dom';
import type { ActingProblem } from '@/lib/acting-session';
import { isSameViewer } from '@/lib/viewer';
import { type Notice, useNotice } from './notice';
import { switchOrganization } from './switch-organization-action';
import { useOpenDialog } from './use-open-dialog';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

/**
 * Says what has happened and what to do: above the page or, while a dialog is open, in it, where keyboard and
 * screen reader can reach it. The page stays as it is, with what has been typed.
 */
export function NoticeBar() {
  const { notice } = useNotice();
  const dialog = useOpenDialog();
  const viewer = useViewer();
  // What was said of another organization is over.
  if (!notice || ('problem' in notice && !isSameViewer(notice.viewer, viewer))) return null;
  const bar = (
    <Callout.Root color={notice.kind === 'moved' ? 'blue' : 'amber'} highContrast role="alert" mb="4">
      <Flex justify="between" align="center" gap="3" wrap="wrap">
        <Callout.Text>{textOf(notice)}</Callout.Text>
        <Flex gap="2" wrap="wrap">
          <Ways notice={notice} />
        </Flex>
      </Flex>
    </Callout.Root>
  );
  return dialog ? createPortal(bar, dialog) : bar;
}

/** What can be done about it. */
function Ways({ notice }: { notice: Notice }) {
  const { takeBack } = useNotice();
  const router = useRouter();
  if (notice.kind === 'moved') return <Way onClick={() => takeBack('moved')}>Dismiss</Way>;
  if (notice.kind === 'failed') {
    return notice.reload ? (
      <Way onClick={() => location.reload()}>Reload</Way>
    ) : (
      <Way onClick={() => takeBack('failed')}>Dismiss</Way>
    );
  }
  if (notice.kind === 'waiting') return notice.failed ? <Way onClick={notice.retry}>Try again</Way> : null;
  const { problem } = notice;
  if (problem.reason === 'signed-out') {
    return (
      <Button size="1" variant="soft" highContrast asChild>
        {/* In a new tab: what has been typed here stays. */}
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
        <Way onClick={() => router.refresh()}>{`Go to ${problem.now}`}</Way>
      </>
    );
  }
  return notice.kind === 'action' ? (
    <Way onClick={() => takeBack('action')}>Dismiss</Way>
  ) : (
    <Way onClick={() => location.reload()}>Reload</Way>
  );
}

/** Puts the session back into the organization that the page shows; the page stays. */
function BackToThisOrganization() {
  const viewer = useViewer();
  const pathname = usePathname();
  const { takeBack } = useNotice();
  const [back, pending] = useServerAction('You could not be switched back.', async () => {
    const problem = await switchOrganization(
      { userId: viewer.userId },
      viewer.organizationId ?? '',
      pathname,
    );
    if (!problem) takeBack('token', 'action');
    return problem;
  });
  return viewer.organizationId ? (
    <Way loading={pending} onClick={() => back()}>
      Switch back to this page’s organization
    </Way>
  ) : null;
}

function Way({
  onClick,
  loading = false,
  children,
}: {
  onClick: () => void;
  loading?: boolean;
  children: ReactNode;
}) {
  return (
    <Button size="1" variant="soft" highContrast loading={loading} onClick={onClick}>
      {children}
    </Button>
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
        ? 'WorkOS did not answer. It is tried again by itself.'
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
    ? `You switched to ${now} in another tab. This page still shows the organization before, and does nothing in ${now}.`
    : `You signed in as ${now} in another tab. This page still shows the account before, and does nothing as ${now}.`;
}

const TEXTS = {
  'signed-out': 'You have been signed out. Sign in again, then come back: what you typed stays here.',
  'not-a-member': 'You are not a member of that organization any more.',
  'no-organization': 'You are no longer a member of this organization.',
  impersonating: 'Not available while impersonating.',
  'missing-permission': 'Your role no longer allows this. An admin of your organization can change it.',
  'rate-limited': 'Too many requests just now. Wait a moment, then reload.',
  unavailable: 'WorkOS isn’t answering. The page tries again by itself; what you typed stays here.',
  'too-large':
    'Your session is too large for a cookie. Ask whoever runs the app to reduce your role’s permissions.',
  misconfigured: 'WorkOS refuses this app at the moment. Reload later, or tell whoever runs the app.',
};
