import type { Context } from 'hono';
import { appSignInUrl } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { errorPage } from '../pages/layout.ts';
import { findInvitationByToken, invitationState } from '../store/invitations.ts';

/** Returns why an invitation cannot be accepted and what to do, or undefined if it can. */
export function invitationProblem(
  { db }: LocalWorkOS,
  token: string,
): readonly [title: string, text: string] | undefined {
  const invitation = findInvitationByToken(db, token);
  const state = invitation ? invitationState(db, invitation) : 'unknown';
  return state === 'pending' ? undefined : PROBLEMS[state];
}

/** Shows the problem during a sign-in, with a link to sign in without the invitation. */
export function unusableInvitationPage(
  local: LocalWorkOS,
  c: Context,
  text: string,
  action = { href: appSignInUrl(local), label: 'Sign in' },
): Response | Promise<Response> {
  return errorPage(c, 'This invitation cannot be used', text, action);
}

const PROBLEMS = {
  accepted: ['This invitation has already been used', 'You are already a member. Sign in to continue.'],
  revoked: ['This invitation has been revoked', 'Ask an admin of the organization for a new one.'],
  expired: ['This invitation has expired', 'Ask an admin of the organization for a new one.'],
  unknown: ['This invitation does not exist', 'The link is incomplete. Open it from the email again.'],
} as const;
