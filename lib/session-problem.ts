import 'server-only';

import { headers } from 'next/headers';
import type { SessionProblem } from './read-session.ts';

/** Tells the app why the proxy couldn't read the session. The proxy removes this header from incoming requests. */
export const SESSION_PROBLEM_HEADER = 'x-session-problem';

/** Why the session of this request can't be read. Undefined if it can, even if nobody is signed in. */
export async function sessionProblem(): Promise<SessionProblem | undefined> {
  return ((await headers()).get(SESSION_PROBLEM_HEADER) as SessionProblem | null) ?? undefined;
}
