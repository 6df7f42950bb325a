import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import type { SessionProblem } from '@/lib/read-session';
import { MessagePage } from '../../message-page';
import { TryAgain } from './try-again';

export const metadata: Metadata = { title: 'Just a moment' };

const MESSAGES: Record<SessionProblem, { title: string; text: string; passes: boolean }> = {
  unavailable: {
    title: 'WorkOS isn’t answering',
    text: 'You’re still signed in, but this page needs WorkOS. It keeps trying.',
    passes: true,
  },
  misconfigured: {
    title: 'WorkOS is rejecting this app’s requests',
    text: 'You’re still signed in. Whoever runs the app should check WORKOS_API_KEY and WORKOS_CLIENT_ID.',
    passes: false,
  },
  'too-large': {
    title: 'Your session is too large',
    text: 'Your role has more permissions than a browser’s cookie can hold. Ask whoever runs the app to reduce them; the log says how.',
    passes: false,
  },
};

/** `proxy.ts` shows this page at any address while the session can't be read. */
export default async function SessionProblemPage({ params }: { params: Promise<{ problem: string }> }) {
  const { problem } = await params;
  if (!Object.hasOwn(MESSAGES, problem)) notFound();
  const { title, text, passes } = MESSAGES[problem as SessionProblem];
  return (
    <MessagePage title={title} text={text}>
      <TryAgain automatically={passes} />
    </MessagePage>
  );
}
