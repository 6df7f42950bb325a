import type { LocalWorkOS } from '../http/context.ts';
import { CLIENT_ID } from '../http/options.ts';
import { sign } from '../http/tokens.ts';
import { type Claims, renderClaims } from '../jwt-templates/render.ts';
import { serializeMembership } from '../memberships/serialize.ts';
import { serializeOrganization } from '../organizations/serialize.ts';
import { requireRow } from '../store/database.ts';
import { enabledFlagSlugs } from '../store/feature-flags.ts';
import { readJwtTemplate } from '../store/jwt-template.ts';
import {
  findActiveMembership,
  membershipPermissions,
  membershipRoles,
  type OrganizationMembership,
} from '../store/memberships.ts';
import { findOrganization } from '../store/organizations.ts';
import type { Session } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import { serializeUser } from '../users/serialize.ts';

/** Signs the access token of a session. @param claims From {@link accessTokenClaims}. */
export function signAccessToken(local: LocalWorkOS, claims: Claims): Promise<string> {
  return sign(local, local.options.accessTokenTtl, claims);
}

/**
 * Returns the claims of a session's access token, for the session's organization:
 * https://workos.com/docs/reference/authkit/session-tokens/access-token
 * @throws ApiError 422 when those of the JWT template are too large.
 */
export function accessTokenClaims(local: LocalWorkOS, session: Session): Claims {
  const { db } = local;
  const membership = session.organization_id
    ? findActiveMembership(db, session.user_id, session.organization_id)
    : undefined;
  return {
    sub: session.user_id,
    sid: session.id,
    client_id: CLIENT_ID,
    auth_time: Math.floor(Date.parse(session.created_at) / 1000),
    ...(session.impersonator_email ? { act: { sub: session.impersonator_email } } : {}),
    ...(membership ? organizationClaims(local, membership) : {}),
    feature_flags: enabledFlagSlugs(db, session.user_id, membership?.organization_id ?? null),
    ...templateClaims(local, session, membership),
  };
}

function organizationClaims({ db }: LocalWorkOS, membership: OrganizationMembership): Claims {
  const organization = requireRow(findOrganization(db, membership.organization_id));
  const roles = membershipRoles(db, membership.id).map((role) => role.slug);
  return {
    org_id: membership.organization_id,
    role: roles[0],
    roles,
    permissions: membershipPermissions(db, membership.id),
    entitlements: JSON.parse(organization.entitlements),
  };
}

/** The claims of the environment's JWT template, if it has one. */
function templateClaims(
  { db, origin }: LocalWorkOS,
  session: Session,
  membership: OrganizationMembership | undefined,
): Claims {
  const template = readJwtTemplate(db);
  if (!template) return {};
  const user = requireRow(findUser(db, session.user_id));
  const organization = membership && findOrganization(db, membership.organization_id);
  return renderClaims(template.content, {
    user: {
      ...serializeUser(origin, user),
      name: [user.first_name, user.last_name].filter(Boolean).join(' ') || null,
    },
    organization: organization && serializeOrganization(db, organization),
    organization_membership: membership && serializeMembership(db, origin, membership),
  });
}
