import 'server-only';

import { decodeJwt } from 'jose';
import { cache } from 'react';
import { isMember } from './organization.ts';
import { getAccessToken, getSession, type Session } from './session.ts';
import { sessionProblem } from './session-problem.ts';
import { explain, refusal, type WidgetTokenProblem } from './widget-token-problem.ts';
import { type Widget, type WidgetEntry, widgetEntry } from './widgets.ts';
import { within } from './within.ts';
import { PATIENCE, workos } from './workos.ts';

declare const forWidget: unique symbol;

/** A widget token. Its type names the widget, so handing it to another widget doesn't compile. */
export type WidgetToken<Of extends Widget> = string & { readonly [forWidget]: Of };

export type WidgetTokenResult<Of extends Widget = Widget> =
  | {
      ok: true;
      token: WidgetToken<Of>;
      /** ISO 8601 */
      expiresAt: string;
    }
  | { ok: false; problem: WidgetTokenProblem };

/**
 * Mints a token for one widget, with that widget's scopes, for the signed-in person and organization.
 * This is the only place that asks WorkOS for one: https://workos.com/docs/reference/widgets/get-token
 * Called twice during one render, it mints once. Nothing is cached beyond that.
 */
export const mintWidgetToken = cache(
  async <Of extends Widget>(widget: Of): Promise<WidgetTokenResult<Of>> => {
    const entry = widgetEntry(widget);
    const session = await getSession();
    if (!session) return refuse({ reason: (await sessionProblem()) ?? 'signed-out' });
    const problem = refusal(entry, session);
    if (problem) return refuse(problem);

    try {
      // WorkOS checks the membership when it mints. An access token may be minutes older than the membership's end.
      if (entry.usesAccessToken && !(await isMember(session))) return refuse({ reason: 'no-organization' });
      const minted = entry.usesAccessToken ? getAccessToken() : createToken(session, entry.scopes);
      const token = await within(PATIENCE, minted);
      return token ? grant<Of>(token) : refuse({ reason: 'signed-out' });
    } catch (error) {
      console.error(`No token for the widget ${widget}:`, error instanceof Error ? error.message : error);
      const reason = await explain(error, entry, session);
      // A person who was removed from the organization still has an account.
      if (reason.reason === 'no-organization' && entry.withoutOrganization && session.organizationId) {
        return mintWithoutOrganization(entry, session);
      }
      return refuse(reason);
    }
  },
);

async function mintWithoutOrganization<Of extends Widget>(
  entry: WidgetEntry,
  session: Session,
): Promise<WidgetTokenResult<Of>> {
  const alone = { ...session, organizationId: undefined };
  try {
    return grant<Of>(await within(PATIENCE, createToken(alone, entry.scopes)));
  } catch (error) {
    return refuse(await explain(error, entry, alone));
  }
}

async function createToken(session: Session, scopes: readonly string[]): Promise<string> {
  const options = { organizationId: session.organizationId, userId: session.user.id, scopes };
  const { token } = await workos().widgets.createToken(options as CreateTokenOptions);
  return token;
}

/** The SDK's type is stricter than the API: it lacks `widgets:pipes:manage` and requires an organization. */
type CreateTokenOptions = Parameters<ReturnType<typeof workos>['widgets']['createToken']>[0];

function grant<Of extends Widget>(token: string): WidgetTokenResult<Of> {
  const { exp = 0 } = decodeJwt(token);
  return { ok: true, token: token as WidgetToken<Of>, expiresAt: new Date(exp * 1000).toISOString() };
}

function refuse(problem: WidgetTokenProblem): { ok: false; problem: WidgetTokenProblem } {
  return { ok: false, problem };
}
