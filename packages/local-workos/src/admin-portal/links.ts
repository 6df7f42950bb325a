import type { LocalWorkOS } from '../http/context.ts';
import { hashSecret, newSecret } from '../store/ids.ts';

/** What a link can set up, named as in `POST /portal/generate_link`. */
export const PORTAL_INTENTS = [
  'domain_verification',
  'sso',
  'dsync',
  'audit_logs',
  'log_streams',
  'certificate_renewal',
  'bring_your_own_key',
] as const;

export type PortalIntent = (typeof PORTAL_INTENTS)[number];

/** A link is valid for five minutes, as documented. The visit it opens lasts an hour. */
export const LINK_LIFETIME_SECONDS = 300;
const VISIT_LIFETIME_SECONDS = 3600;

/**
 * Expired links are kept for a while, so they can say that they expired. A widget requests a new one each time
 * it is shown.
 */
const MEMORY_SECONDS = 7 * 86_400;

/** The access that an opened link grants. */
export interface PortalVisit {
  organization_id: string;
  intent: PortalIntent;
  return_url: string | null;
}

/** Creates a link that works once. Its holder does not need to be a member of the organization. */
export function createPortalLink(
  { db, origin }: LocalWorkOS,
  organizationId: string,
  intent: PortalIntent,
  {
    returnUrl,
    lifetimeSeconds = LINK_LIFETIME_SECONDS,
  }: { returnUrl?: string; lifetimeSeconds?: number } = {},
): string {
  const token = newSecret();
  db.run('DELETE FROM portal_links WHERE expires_at < :before', { before: db.timestampIn(-MEMORY_SECONDS) });
  db.insert('portal_links', {
    token_hash: hashSecret(token),
    organization_id: organizationId,
    intent,
    return_url: returnUrl,
    expires_at: db.timestampIn(lifetimeSeconds),
    created_at: db.timestamp(),
  });
  return `${origin}/portal/launch?apiToken=${token}`;
}

/** Uses up a link and opens a visit. Returns the visit's secret, or the reason why the link cannot be used. */
export function openPortalLink(
  { db }: LocalWorkOS,
  token: string,
): { secret: string } | { problem: LinkProblem } {
  return db.transaction(() => {
    const link = db.get<PortalVisit & { expires_at: string; used_at: string | null }>(
      'SELECT * FROM portal_links WHERE token_hash = :hash',
      { hash: hashSecret(token) },
    );
    if (!link) return { problem: 'unknown' };
    if (link.used_at) return { problem: 'used' };
    if (link.expires_at <= db.timestamp()) return { problem: 'expired' };
    const secret = newSecret();
    db.run('UPDATE portal_links SET used_at = :now WHERE token_hash = :hash', {
      now: db.timestamp(),
      hash: hashSecret(token),
    });
    db.insert('portal_visits', {
      secret_hash: hashSecret(secret),
      organization_id: link.organization_id,
      intent: link.intent,
      return_url: link.return_url,
      expires_at: db.timestampIn(VISIT_LIFETIME_SECONDS),
      created_at: db.timestamp(),
    });
    return { secret };
  });
}

/** Expires the links and visits of an organization now, instead of when their time is up. */
export function expirePortalLinks({ db }: LocalWorkOS, organizationId: string): void {
  for (const table of ['portal_links', 'portal_visits']) {
    db.run(
      `UPDATE ${table} SET expires_at = :now WHERE organization_id = :organizationId AND expires_at > :now`,
      { organizationId, now: db.timestamp() },
    );
  }
}

export type LinkProblem = 'unknown' | 'used' | 'expired';

export function findPortalVisit({ db }: LocalWorkOS, secret: string): PortalVisit | undefined {
  return db.get<PortalVisit>('SELECT * FROM portal_visits WHERE secret_hash = :hash AND expires_at > :now', {
    hash: hashSecret(secret),
    now: db.timestamp(),
  });
}
