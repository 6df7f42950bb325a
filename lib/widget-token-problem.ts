import 'server-only';

import { isMember } from './organization.ts';
import type { Session } from './session.ts';
import { isAllowed, type WidgetEntry } from './widgets.ts';

/** Why there is no token. Each reason has its own screen in `app/(dashboard)/widget-token-problem.tsx`. */
export type WidgetTokenProblem =
  | { reason: 'signed-out' | 'no-organization' | 'impersonating' }
  | { reason: 'rate-limited' | 'unavailable' | 'misconfigured' | 'too-large' }
  | { reason: 'missing-permission'; permission: string };

/** Why a session can't have a widget's token, as far as the app knows without asking WorkOS. */
export function refusal(entry: WidgetEntry, session: Session): WidgetTokenProblem | undefined {
  if (session.impersonator && entry.personal) return { reason: 'impersonating' };
  if (!session.organizationId && !entry.withoutOrganization) return { reason: 'no-organization' };
  if (!isAllowed(entry, session.permissions)) return missingPermission(entry);
  return undefined;
}

/** Why WorkOS refused a token. WorkOS decides: the permissions in the session may be a few minutes old. */
export async function explain(
  error: unknown,
  entry: WidgetEntry,
  session: Session,
): Promise<WidgetTokenProblem> {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  switch (status) {
    case 400:
    case 401:
    case 403:
      return { reason: 'misconfigured' };
    case 404:
      return { reason: 'no-organization' };
    case 422:
      return (await isMember(session)) ? missingPermission(entry) : { reason: 'no-organization' };
    case 429:
      return { reason: 'rate-limited' };
    default:
      return { reason: 'unavailable' };
  }
}

function missingPermission({ scopes }: WidgetEntry): WidgetTokenProblem {
  return { reason: 'missing-permission', permission: scopes.join(' or ') };
}
