import type { Context } from 'hono';
import type { LocalWorkOS } from '../context.ts';
import { acceptInvitation } from '../invitations.ts';
import { mailVerificationCode } from '../mails.ts';
import { errorPage } from '../pages/layout.ts';
import { findConnection } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { findInvitationByToken, type Invitation } from '../store/invitations.ts';
import {
  findActiveMembership,
  listActiveMemberships,
  touchMembership,
} from '../store/organization-memberships.ts';
import { findUser, requireRow, type User, updateUser } from '../store/users.ts';
import {
  type Authentication,
  type AuthorizationRequest,
  createAuthorizationCode,
  setAuthenticatedUser,
} from './authorization-requests.ts';
import { callbackUrl } from './callback-url.ts';
import { policyViolation, type SignInProof } from './organization-policy.ts';
import { userToOfferPasskey } from './passkey-offer.ts';
import { missingSecondFactor } from './second-factor.ts';
import { ssoRequiredPage } from './sso-pages.ts';
import { type Form, hostedPath } from './with-authorization-request.ts';

/**
 * A person has proved to be who they say. Goes on to what is still missing (a verified address, the
 * choice of an organization) or sends them back to the app.
 */
export function authenticated(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  who: Omit<Authentication, 'method'> & { method?: string; organizationId?: string | undefined },
): Response | Promise<Response> {
  const withUser = setAuthenticatedUser(local.db, request, { method: 'Password', ...who });
  return continueSignIn(local, c, withUser, who.organizationId);
}

/** The next step of a sign-in whose person is known. @param organizationId What was chosen on the way. */
export function continueSignIn(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  organizationId?: string,
): Response | Promise<Response> {
  const { db } = local;
  const user = requireRow(request.user_id ? findUser(db, request.user_id) : undefined);

  if (missingSecondFactor(db, proofOf(request, user), null) === 'challenge') {
    return c.redirect(hostedPath('mfa', request, organizationId ? { organization_id: organizationId } : {}));
  }
  const invitation = acceptRequestedInvitation(local, request, user);
  if (typeof invitation === 'string') return errorPage(c, 'This invitation cannot be used', invitation);

  const isProved = findUser(db, user.id)?.email_verified && (!request.must_verify_email || invitation);
  if (!isProved) {
    mailVerificationCode(local, user);
    return c.redirect(`/verify-email?authorization_session_id=${request.id}`);
  }

  const wanted =
    organizationId ??
    invitation?.organization_id ??
    request.parameters.organization_id ??
    connectionOrganization(db, request);
  if (wanted) {
    if (!findActiveMembership(db, user.id, wanted)) {
      return errorPage(
        c,
        'You are not a member of this organization',
        `${user.email} has no active membership there. Ask an admin of the organization for an invitation, or sign in as someone else.`,
        { href: `/sign-in?authorization_session_id=${request.id}`, label: 'Sign in as someone else' },
      );
    }
    return enter(local, c, request, user, wanted);
  }
  const memberships = listActiveMemberships(db, user.id);
  if (memberships.length > 1)
    return c.redirect(`/select-organization?authorization_session_id=${request.id}`);
  return enter(local, c, request, user, memberships[0]?.organization_id ?? null);
}

/** Goes into an organization, or on to what it asks for beyond this sign-in. */
function enter(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  user: User,
  organizationId: string | null,
): Response | Promise<Response> {
  const violation = organizationId
    ? policyViolation(local.db, organizationId, proofOf(request, user))
    : undefined;
  if (organizationId && violation?.error === 'sso_required') {
    return ssoRequiredPage(local, c, request, organizationId);
  }
  const chosen: Form = organizationId ? { organization_id: organizationId } : {};
  const missing = missingSecondFactor(local.db, proofOf(request, user), organizationId);
  if (missing) return c.redirect(hostedPath(missing === 'challenge' ? 'mfa' : 'mfa/enroll', request, chosen));
  if (userToOfferPasskey(local.db, request)) return c.redirect(hostedPath('create-passkey', request, chosen));
  return finish(local, c, request, user, organizationId);
}

function proofOf(request: AuthorizationRequest, user: User): SignInProof {
  return {
    user_id: user.id,
    authentication_method: request.authentication_method ?? 'Password',
    second_factor_at: request.second_factor_at,
    connection_id: request.connection_id,
  };
}

/** Whoever comes through the identity provider of an organization goes into that organization. */
function connectionOrganization(db: Database, { connection_id }: AuthorizationRequest): string | undefined {
  return connection_id ? findConnection(db, connection_id)?.organization_id : undefined;
}

function finish(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  user: User,
  organizationId: string | null,
): Response {
  const { redirect_uri, state, code_challenge } = request.parameters;
  const code = db.transaction(() => {
    updateUser(db, user.id, { last_sign_in_at: db.timestamp() });
    if (organizationId) touchMembership(db, user.id, organizationId);
    return createAuthorizationCode(db, {
      user_id: user.id,
      organization_id: organizationId,
      authentication_method: request.authentication_method ?? 'Password',
      second_factor_at: request.second_factor_at,
      connection_id: request.connection_id,
      code_challenge: code_challenge ?? null,
      ip_address: '127.0.0.1',
      user_agent: c.req.header('User-Agent') ?? null,
    });
  });
  return c.redirect(callbackUrl(redirect_uri, { code, state }));
}

/** Accepts the invitation that the sign-in came with. Returns it, or why it cannot be used, or nothing. */
function acceptRequestedInvitation(
  local: LocalWorkOS,
  request: AuthorizationRequest,
  user: User,
): Invitation | string | undefined {
  const token = request.parameters.invitation_token;
  if (!token) return undefined;
  const invitation = findInvitationByToken(local.db, token);
  if (!invitation) return 'The link is not complete. Open it again from the mail.';
  if (invitation.accepted_user_id === user.id) return invitation;
  if (invitation.email.toLowerCase() !== user.email.toLowerCase()) {
    return `It was sent to ${invitation.email}, and you signed in as ${user.email}. Sign in with the address that was invited.`;
  }
  const result = acceptInvitation(local, invitation, user);
  return result.ok ? result.invitation : result.message;
}
