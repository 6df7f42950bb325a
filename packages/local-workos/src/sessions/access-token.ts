import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { sign } from '../http/tokens.ts';
import { enabledFlagSlugs } from '../store/feature-flags.ts';
import { findActiveMembership, membershipPermissions, membershipRoles } from '../store/memberships.ts';
import type { Session } from '../store/sessions.ts';

/**
 * Signs the access token of a session, for the session's organization. Claims:
 * https://workos.com/docs/reference/authkit/session-tokens/access-token
 */
export async function signAccessToken(local: LocalWorkOS, session: Session): Promise<string> {
  return sign(local, local.options.accessTokenTtl, {
    sub: session.user_id,
    sid: session.id,
    client_id: CLIENT_ID,
    auth_time: Math.floor(Date.parse(session.created_at) / 1000),
    ...(session.impersonator_email ? { act: { sub: session.impersonator_email } } : {}),
    ...organizationClaims(local, session),
    feature_flags: enabledFlagSlugs(local.db, session.user_id, session.organization_id),
  });
}

function organizationClaims(local: LocalWorkOS, session: Session): Record<string, unknown> {
  if (!session.organization_id) return {};
  const membership = findActiveMembership(local.db, session.user_id, session.organization_id);
  if (!membership) return {};
  const roles = membershipRoles(local.db, membership.id).map((role) => role.slug);
  return {
    org_id: session.organization_id,
    role: roles[0],
    roles,
    permissions: membershipPermissions(local.db, membership.id),
    entitlements: [],
  };
}
