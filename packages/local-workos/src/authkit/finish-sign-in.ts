import type { Context } from 'hono';
import { authenticationSucceeded, authenticationType, visitorOf } from '../events/authentication.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import { acceptInvitation } from '../invitations/invite.ts';
import { errorPage } from '../pages/layout.ts';
import { findConnection } from '../store/connections.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findInvitationByToken, type Invitation } from '../store/invitations.ts';
import { findActiveMembership, listActiveMemberships, touchMembership } from '../store/memberships.ts';
import { saveOAuthProfile } from '../store/oauth-profiles.ts';
import { findUser, type User, updateUser } from '../store/users.ts';
import { mailVerificationCode } from '../users/mails.ts';
import {
  type Authentication,
  type AuthorizationRequest,
  type ProposedAccount,
  setAuthenticatedUser,
  updateAuthorizationRequest,
} from './authorization-requests.ts';
import { invitationProblem, unusableInvitationPage } from './invitation-problem.ts';
import { policyViolation, type SignInProof } from './organization-policy.ts';
import { userToOfferPasskey } from './passkey-offer.ts';
import { returnToApp } from './return-to-app.ts';
import { missingSecondFactor } from './second-factor.ts';
import { ssoRequiredPage } from './sso-pages.ts';
import { hostedPath } from './with-authorization-request.ts';

/**
 * Records the authenticated user, then continues with the next missing step (verifying the address, choosing an
 * organization) or returns to the app.
 */
export function authenticated(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  who: Omit<Authentication, 'method'> & { method?: string; organizationId?: string | undefined },
): Response | Promise<Response> {
  // Someone else may have verified the address in the meantime, which proves nothing about this person.
  const mustVerifyEmail = who.mustVerifyEmail || !requireRow(findUser(local.db, who.userId)).email_verified;
  noteSuccess(local, c, request, who);
  const withUser = setAuthenticatedUser(local.db, request, { method: 'Password', ...who, mustVerifyEmail });
  return continueSignIn(local, c, withUser, who.organizationId);
}

/** A person who signed up for an address that has an account has proved nothing yet. */
function noteSuccess(
  { db }: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  { userId, method = 'Password', connectionId, proposedAccount }: Parameters<typeof authenticated>[3],
): void {
  const hasProved = !proposedAccount || proposedAccount.identity !== undefined;
  const type = hasProved ? authenticationType(method) : undefined;
  const user = findUser(db, userId);
  if (!type || !user) return;
  const connection = connectionId ? findConnection(db, connectionId) : undefined;
  authenticationSucceeded(db, {
    type,
    visitor: visitorOf(c),
    userId,
    email: user.email,
    sso: connection && {
      organization_id: connection.organization_id,
      connection_id: connection.id,
      session_id: request.id,
    },
  });
}

/** Continues a sign-in whose user is known. @param organizationId The chosen organization. */
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
  const { invitation, hasAccepted, problemPage } = acceptRequestedInvitation(local, c, request, user);
  if (problemPage) return problemPage;

  const isProved = findUser(db, user.id)?.email_verified && (!request.must_verify_email || hasAccepted);
  if (!isProved) {
    mailVerificationCode(local, user);
    return c.redirect(`/verify-email?authorization_session_id=${request.id}`);
  }
  const proved = applyProposedAccount(db, request, user);

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
        `${user.email} is not an active member. Ask an admin of the organization for an invitation, or sign in as someone else.`,
        { href: `/sign-in?authorization_session_id=${request.id}`, label: 'Sign in as someone else' },
      );
    }
    return enter(local, c, proved, user, wanted);
  }
  const memberships = listActiveMemberships(db, user.id);
  if (memberships.length > 1)
    return c.redirect(`/select-organization?authorization_session_id=${request.id}`);
  return enter(local, c, proved, user, memberships[0]?.organization_id ?? null);
}

/** Applies what a sign-up or a provider says to the account, because the person has now verified its address. */
function applyProposedAccount(db: Database, request: AuthorizationRequest, user: User): AuthorizationRequest {
  return db.transaction(() => {
    if (request.proposed_account) {
      const { identity, ...changes }: ProposedAccount = JSON.parse(request.proposed_account);
      updateUser(db, user.id, changes);
      if (identity) saveOAuthProfile(db, user.id, identity);
    }
    return updateAuthorizationRequest(db, request, { must_verify_email: 0, proposed_account: null });
  });
}

/** Enters an organization, or continues with what its policy requires. */
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

function proofOf(request: AuthorizationRequest, user: User): Required<SignInProof> {
  return {
    user_id: user.id,
    authentication_method: request.authentication_method ?? 'Password',
    second_factor_at: request.second_factor_at,
    connection_id: request.connection_id,
  };
}

/** A sign-in through an organization's identity provider enters that organization. */
function connectionOrganization(db: Database, { connection_id }: AuthorizationRequest): string | undefined {
  return connection_id ? findConnection(db, connection_id)?.organization_id : undefined;
}

function finish(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  user: User,
  organizationId: string | null,
): Response | Promise<Response> {
  const { db } = local;
  const who = { ...proofOf(request, user), organization_id: organizationId };
  return returnToApp(local, c, request, who, () => {
    updateUser(db, user.id, { last_sign_in_at: db.timestamp() });
    if (organizationId) touchMembership(db, user.id, organizationId);
  });
}

/**
 * Accepts the invitation of the sign-in. Returns a page if it cannot be used. Only one that is accepted now proves that
 * the person reads the mailbox: a used one is known to whoever accepted it, and perhaps to others.
 */
function acceptRequestedInvitation(
  local: LocalWorkOS,
  c: Context,
  request: AuthorizationRequest,
  user: User,
): { invitation?: Invitation; hasAccepted?: true; problemPage?: Response | Promise<Response> } {
  const token = request.parameters.invitation_token;
  if (!token) return {};
  const invitation = findInvitationByToken(local.db, token);
  if (invitation && invitation.accepted_user_id === user.id) return { invitation };
  if (invitation && invitation.email.toLowerCase() !== user.email.toLowerCase()) {
    const text = `It was sent to ${invitation.email}, but you signed in as ${user.email}. Sign in with the invited address.`;
    const action = { href: hostedPath('sign-in', request), label: 'Sign in as someone else' };
    return { problemPage: unusableInvitationPage(local, c, text, action) };
  }
  const problem = invitationProblem(local, token);
  if (problem) return { problemPage: unusableInvitationPage(local, c, problem.join('. ')) };
  const result = invitation && acceptInvitation(local, invitation, user);
  return result?.ok ? { invitation: result.invitation, hasAccepted: true } : {};
}
