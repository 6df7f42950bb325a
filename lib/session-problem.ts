import 'server-only';

import { headers } from 'next/headers';
import type { SessionProblem } from './read-session.ts';

/** How the proxy tells the app why it could not read the session. It removes the header from what comes in. */
export const SESSION_PROBLEM_HEADER = 'x-session-problem';

/** Why the session of this request is unknown; undefined when it is known, and may be that of nobody. */
export async function sessionProblem(): Promise<SessionProblem | undefined> {
  return ((await headers()).get(SESSION_PROBLEM_HEADER) as SessionProblem | null) ?? undefined;
}
