import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Database } from '../store/database.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

const COOKIE = 'local_workos_ticket';
/** The only path that reads the cookie, so other servers on localhost never receive it. */
const PATH = '/user_management/authorize';
const LIFETIME_SECONDS = 60;

/** A dashboard user who acts as another person: https://workos.com/docs/authkit/impersonation */
export interface Impersonator {
  email: string;
  reason: string;
}

/** The user that the next sign-in of this browser becomes, without credentials. */
export interface SignInTicket {
  userId: string;
  organizationId: string | undefined;
  /** Set when a dashboard user impersonates the person. */
  impersonator?: Impersonator | undefined;
}

/** Implements "Sign in as" on Local WorkOS's own pages. The app starts a normal sign-in and gets this person. */
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
