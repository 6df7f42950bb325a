import 'server-only';

import { decodeJwt } from 'jose';
import { getSession } from './session';
import { type Widget, type WidgetEntry, widgets } from './widgets';
import { workos } from './workos';

/** Why there is no token. Each has a screen of its own in `app/(dashboard)/widget-token-problem.tsx`. */
export type WidgetTokenProblem =
  | { reason: 'signed-out' | 'no-organization' | 'rate-limited' | 'unavailable' | 'misconfigured' }
  | { reason: 'missing-permission'; permission: string };

export type WidgetTokenResult =
  | { ok: true; token: string /** ISO 8601 */; expiresAt: string }
  | { ok: false; problem: WidgetTokenProblem };

/**
 * Mints a token for one widget, with that widget's scopes, for the signed-in person and organization.
 * The only place that asks WorkOS for one: https://workos.com/docs/reference/widgets/get-token
 */
export async function mintWidgetToken(widget: Widget): Promise<WidgetTokenResult> {
  const session = await getSession();
  if (!session) return refuse({ reason: 'signed-out' });
  if (!session.organizationId) return refuse({ reason: 'no-organization' });

  const { scopes }: WidgetEntry = widgets[widget];
  const missing = scopes.find((scope) => !session.permissions.includes(scope));
  if (missing) return refuse({ reason: 'missing-permission', permission: missing });

  try {
    const { token } = await workos().widgets.createToken({
      organizationId: session.organizationId,
      userId: session.user.id,
      scopes: scopes as CreateTokenScopes,
    });
    const { exp = 0 } = decodeJwt(token);
    return { ok: true, token, expiresAt: new Date(exp * 1000).toISOString() };
  } catch (error) {
    console.error(`No token for the widget ${widget}:`, error instanceof Error ? error.message : error);
    return refuse(explain(error, scopes));
  }
}

/** The SDK's type lacks `widgets:pipes:manage`, which the API takes. */
type CreateTokenScopes = Parameters<ReturnType<typeof workos>['widgets']['createToken']>[0]['scopes'];

function refuse(problem: WidgetTokenProblem): WidgetTokenResult {
  return { ok: false, problem };
}

/** The session may be a few minutes old: WorkOS knows better who may do what, and has the last word. */
function explain(error: unknown, scopes: readonly string[]): WidgetTokenProblem {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  switch (status) {
    case 400:
    case 401:
    case 403:
      return { reason: 'misconfigured' };
    case 404:
      return { reason: 'no-organization' };
    case 422:
      return scopes[0]
        ? { reason: 'missing-permission', permission: scopes[0] }
        : { reason: 'no-organization' };
    case 429:
      return { reason: 'rate-limited' };
    default:
      return { reason: 'unavailable' };
  }
}
