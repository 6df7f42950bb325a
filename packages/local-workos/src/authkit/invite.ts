import { Hono } from 'hono';
import { appSignInUrl } from '../http/app-urls.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { errorPage } from '../pages/layout.ts';
import { invitationProblem } from './invitation-problem.ts';

/** Handles the link in an invitation email. A valid link leads to the app, which starts the sign-up. */
export function inviteRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/invite', (c) => {
    const token = c.req.query('invitation_token') ?? '';
    const problem = invitationProblem(local, token);
    if (!problem) return c.redirect(appSignInUrl(local, { invitation_token: token }));
    return errorPage(c, ...problem, { href: appSignInUrl(local), label: 'Sign in' });
  });

  return app;
}
