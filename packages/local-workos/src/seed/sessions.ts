import { z } from 'zod';
import { newId } from '../store/ids.ts';
import { SESSION_LIFETIME_SECONDS } from '../store/sessions.ts';
import { at, type SeedContext, timestampAt } from './context.ts';
import { createdAt, id, moment, organization } from './fields.ts';

/** Every session needs a user agent, because older widgets fail without one. */
const DEFAULT_USER_AGENT =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36';

export const sessionSchema = z.strictObject({
  id: id.optional(),
  organization: organization.optional(),
  authentication_method: z
    .string()
    .min(1)
    .default('Password')
    .meta({ examples: ['Passkey', 'GoogleOAuth'] }),
  user_agent: z.string().min(1).default(DEFAULT_USER_AGENT),
  ip_address: z.union([z.ipv4(), z.ipv6()], 'Use an IP address.').optional(),
  location: z
    .strictObject({ city_name: z.string().min(1), country_iso_code: z.string().regex(/^[A-Z]{2}$/) })
    .optional(),
  created_at: createdAt,
  last_activity_at: moment.optional().describe('Defaults to when it was created.'),
});

export function seedSession(
  context: SeedContext,
  userId: string,
  organizationId: string | undefined,
  session: z.output<typeof sessionSchema>,
): void {
  const { db, now } = context;
  const begun = at(context, session.created_at) ?? now;
  const lastActivity = timestampAt(context, session.last_activity_at) ?? begun.toISOString();
  const id = session.id ?? newId('session', begun);
  db.insert('sessions', {
    id,
    user_id: userId,
    organization_id: organizationId,
    authentication_method: session.authentication_method,
    user_agent: session.user_agent,
    ip_address: session.ip_address,
    last_activity_at: lastActivity,
    expires_at: new Date(begun.getTime() + SESSION_LIFETIME_SECONDS * 1000).toISOString(),
    created_at: begun.toISOString(),
    updated_at: lastActivity,
  });
  if (session.location) db.insert('session_locations', { session_id: id, ...session.location });
}
