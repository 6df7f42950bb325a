import { Hono } from 'hono';
import { appSignInUrl } from '../app-urls.ts';
import type { LocalWorkOS } from '../context.ts';
import { errorPage } from '../pages/layout.ts';
import { findInvitationByToken, invitationState } from '../store/invitations.ts';

/** What a link from an invitation mail opens: sends a usable one to the app, which starts the sign-up. */
export function inviteRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/invite', (c) => {
    const token = c.req.query('invitation_token') ?? '';
    const invitation = findInvitationByToken(local.db, token);
    const state = invitation && invitationState(local.db, invitation);
    if (state === 'pending') return c.redirect(appSignInUrl(local, { invitation_token: token }));
    const [title, text] = PROBLEMS[state ?? 'unknown'];
    return errorPage(c, title, text, { href: appSignInUrl(local), label: 'Sign in' });
  });

  return app;
}

const PROBLEMS = {
  accepted: ['This invitation has been used', 'You are a member already. Sign in to go there.'],
  revoked: ['This invitation has been revoked', 'Ask an admin of the organization for a new one.'],
  expired: ['This invitation has expired', 'Ask an admin of the organization for a new one.'],
  unknown: ['This invitation does not exist', 'The link is not complete. Open it again from the mail.'],
} as const;
