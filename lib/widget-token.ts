import 'server-only';

import { decodeJwt } from 'jose';
import { cache } from 'react';
import { isMember } from './organization';
import { getAccessToken, getSession, type Session } from './session';
import { sessionProblem } from './session-problem';
import { isAllowed, type Widget, type WidgetEntry, widgetEntry } from './widgets';
import { within } from './within';
import { PATIENCE, workos } from './workos';

/** Why there is no token. Each has a screen of its own in `app/(dashboard)/widget-token-problem.tsx`. */
export type WidgetTokenProblem =
  | { reason: 'signed-out' | 'no-organization' | 'impersonating' }
  | { reason: 'rate-limited' | 'unavailable' | 'misconfigured' | 'too-large' }
  | { reason: 'missing-permission'; permission: string };

export type WidgetTokenResult =
  | { ok: true; token: string /** ISO 8601 */; expiresAt: string }
  | { ok: false; problem: WidgetTokenProblem };

/**
 * Mints a token for one widget, with that widget's scopes, for the signed-in person and organization.
 * The only place that asks WorkOS for one: https://workos.com/docs/reference/widgets/get-token
 * Asked twice while one page is rendered, it mints once; nothing is kept beyond that.
 */
export const mintWidgetToken = cache(async (widget: Widget): Promise<WidgetTokenResult> => {
  const entry = widgetEntry(widget);
  const session = await getSession();
  if (!session) return refuse({ reason: (await sessionProblem()) ?? 'signed-out' });
  const problem = refusal(entry, session);
  if (problem) return refuse(problem);

  try {
    const minted = entry.usesAccessToken ? getAccessToken() : createToken(session, entry.scopes);
    const token = await within(PATIENCE, minted);
    return token ? grant(token) : refuse({ reason: 'signed-out' });
  } catch (error) {
    console.error(`No token for the widget ${widget}:`, error instanceof Error ? error.message : error);
    const reason = await explain(error, entry, session);
    // Somebody who has been removed from the organization still has an account.
    if (reason.reason === 'no-organization' && entry.withoutOrganization && session.organizationId) {
      return mintWithoutOrganization(entry, session);
    }
    return refuse(reason);
  }
});

async function mintWithoutOrganization(entry: WidgetEntry, session: Session): Promise<WidgetTokenResult> {
  const alone = { ...session, organizationId: undefined };
  try {
    return grant(await within(PATIENCE, createToken(alone, entry.scopes)));
  } catch (error) {
    return refuse(await explain(error, entry, alone));
  }
}

/** Why a session gets no token for a widget, as far as the app knows without asking WorkOS. */
export function refusal(entry: WidgetEntry, session: Session): WidgetTokenProblem | undefined {
  if (session.impersonator && entry.personal) return { reason: 'impersonating' };
  if (!session.organizationId && !entry.withoutOrganization) return { reason: 'no-organization' };
  if (!isAllowed(entry, session.permissions)) return missingPermission(entry);
  return undefined;
}

async function createToken(session: Session, scopes: readonly string[]): Promise<string> {
  const options = { organizationId: session.organizationId, userId: session.user.id, scopes };
  const { token } = await workos().widgets.createToken(options as CreateTokenOptions);
  return token;
}

/** The SDK's type lacks `widgets:pipes:manage` and wants an organization; the API takes the one and not the other. */
type CreateTokenOptions = Parameters<ReturnType<typeof workos>['widgets']['createToken']>[0];

function grant(token: string): WidgetTokenResult {
  const { exp = 0 } = decodeJwt(token);
  return { ok: true, token, expiresAt: new Date(exp * 1000).toISOString() };
}

function refuse(problem: WidgetTokenProblem): WidgetTokenResult {
  return { ok: false, problem };
}

function missingPermission({ scopes }: WidgetEntry): WidgetTokenProblem {
  return { reason: 'missing-permission', permission: scopes.join(' or ') };
}

/** The session may be a few minutes old: WorkOS knows better who may do what, and has the last word. */
async function explain(error: unknown, entry: WidgetEntry, session: Session): Promise<WidgetTokenProblem> {
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
