import type { LocalWorkOS } from '../http/context.ts';
import { sign } from '../http/tokens.ts';

const WIDGETS_AUDIENCE = 'widgets';

/**
 * Signs a widget token. `permissions` holds the granted scopes: the widgets read them from the payload.
 * @param claims `userId` or `organizationId` can be missing, but not both.
 */
export async function signWidgetToken(
  local: LocalWorkOS,
  claims: { userId?: string | undefined; organizationId?: string | undefined; scopes: readonly string[] },
): Promise<string> {
  return sign(local, local.options.widgetTokenTtl, {
    ...(claims.userId ? { sub: claims.userId } : {}),
    ...(claims.organizationId ? { org_id: claims.organizationId } : {}),
    aud: WIDGETS_AUDIENCE,
    permissions: claims.scopes,
  });
}
