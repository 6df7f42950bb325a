import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SessionProblem } from '@/lib/read-session';
import { MessagePage } from '../../message-page';
import { TryAgain } from './try-again';

export const metadata: Metadata = { title: 'Just a moment' };

/** How often the page is loaded again, in milliseconds. */
const SOON = 1_000;
const LATER = 5_000;

const MESSAGES: Record<SessionProblem | 'late', { title: string; text: string; retryAfter?: number }> = {
  late: {
    title: 'Waiting for WorkOS',
    text: 'WorkOS is slow to answer. You’re still signed in, and this page keeps trying.',
    retryAfter: SOON,
  },
  unavailable: {
    title: 'WorkOS isn’t answering',
    text: 'You’re still signed in, but this page needs WorkOS, and keeps trying.',
    retryAfter: LATER,
  },
  misconfigured: {
    title: 'WorkOS is rejecting this app’s requests',
    text: 'You’re still signed in. Whoever runs the app should check WORKOS_API_KEY and WORKOS_CLIENT_ID.',
  },
  'too-large': {
    title: 'Your session is too large',
    text: 'Your role has more permissions than a browser’s cookie can hold. Ask whoever runs the app to reduce them; the log says how.',
  },
};

/** `proxy.ts` shows this page at any address while the session can't be read. */
export default async function SessionProblemPage({ params }: { params: Promise<{ problem: string }> }) {
  const { problem } = await params;
  if (!Object.hasOwn(MESSAGES, problem)) notFound();
  const { title, text, retryAfter } = MESSAGES[problem as keyof typeof MESSAGES];
  return (
    <MessagePage title={title} text={text}>
      <TryAgain after={retryAfter} />
    </MessagePage>
  );
}
