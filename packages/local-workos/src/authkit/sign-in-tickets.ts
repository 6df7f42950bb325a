import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

const COOKIE = 'local_workos_ticket';
/** The one page that reads it: other servers on localhost never see the cookie. */
const PATH = '/user_management/authorize';
const LIFETIME_SECONDS = 60;

/** Somebody of the WorkOS dashboard who acts as a person: https://workos.com/docs/authkit/impersonation */
export interface Impersonator {
  email: string;
  reason: string;
}

/** Whom the next sign-in of this browser is to be, without asking. */
export interface SignInTicket {
  userId: string;
  organizationId: string | undefined;
  /** Set when this is not the person, but somebody of the dashboard. */
  impersonator?: Impersonator | undefined;
}

/** "Sign in as" on Local WorkOS's own pages: the app starts the sign-in as ever and gets this person. */
export function giveSignInTicket(db: Database, c: Context, ticket: SignInTicket): void {
  const secret = newSecret();
  db.insert('sign_in_tickets', {
    ticket_hash: hashSecret(secret),
    user_id: ticket.userId,
    organization_id: ticket.organizationId,
    impersonator_email: ticket.impersonator?.email,
    impersonation_reason: ticket.impersonator?.reason,
    expires_at: db.timestampIn(LIFETIME_SECONDS),
  });
  setCookie(c, COOKIE, secret, { path: PATH, httpOnly: true, sameSite: 'Lax', maxAge: LIFETIME_SECONDS });
}

export function takeSignInTicket(db: Database, c: Context): SignInTicket | undefined {
  const secret = getCookie(c, COOKIE);
  if (!secret) return undefined;
  deleteCookie(c, COOKIE, { path: PATH });
  const row = db.get<TicketRow>(
    `DELETE FROM sign_in_tickets WHERE ticket_hash = :hash AND expires_at > :now
     RETURNING user_id, organization_id, impersonator_email, impersonation_reason`,
    { hash: hashSecret(secret), now: db.timestamp() },
  );
  return (
    row && {
      userId: row.user_id,
      organizationId: row.organization_id ?? undefined,
      impersonator: row.impersonator_email
        ? { email: row.impersonator_email, reason: row.impersonation_reason ?? '' }
        : undefined,
    }
  );
}

interface TicketRow {
  user_id: string;
  organization_id: string | null;
  impersonator_email: string | null;
  impersonation_reason: string | null;
}
