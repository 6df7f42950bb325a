import { z } from 'zod';
import { oauthError } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import {
  type DeviceAuthorization,
  deleteDevice,
  findDevice,
  notePoll,
  POLL_INTERVAL_SECONDS,
} from '../store/device-authorizations.ts';
import { createSession, type Session } from '../store/sessions.ts';
import { findUser } from '../store/users.ts';
import type { AuthorizationCode } from './authorization-requests.ts';
import { requireMembership } from './organization-policy.ts';

const approval = z.object({
  user_id: z.string(),
  organization_id: z.string().nullable(),
  authentication_method: z.string(),
  second_factor_at: z.string().nullable(),
  connection_id: z.string().nullable(),
});

/** What to keep of the sign-in of the person who approved a device. */
export function deviceApproval(code: AuthorizationCode): string {
  return JSON.stringify(approval.parse(code));
}

/**
 * The grant `urn:ietf:params:oauth:grant-type:device_code`, which a device repeats until the person has decided.
 * @throws ApiError 400 with one of the codes of RFC 8628.
 */
export function deviceSession(
  { db }: LocalWorkOS,
  grant: {
    device_code: string;
    ip_address?: string | undefined;
    user_agent?: string | undefined;
  },
): Session {
  const device = findDevice(db, grant.device_code);
  if (!device) throw oauthError('invalid_grant', 'The device code has been used or is invalid.');
  if (device.expires_at <= db.timestamp()) throw oauthError('expired_token', 'The device code has expired.');
  if (device.status === 'denied') throw oauthError('access_denied', 'The person denied the device.');
  if (device.status === 'pending' || !device.approval) {
    if (isTooEarly(db.now(), device)) {
      notePoll(db, device.id, device.interval_seconds + POLL_INTERVAL_SECONDS);
      throw oauthError('slow_down', 'The device asks too often. Wait five seconds longer.');
    }
    notePoll(db, device.id, device.interval_seconds);
    throw oauthError('authorization_pending', 'The person has not decided yet.');
  }
  const who = approval.parse(JSON.parse(device.approval));
  return db.transaction(() => {
    deleteDevice(db, device.id);
    if (!findUser(db, who.user_id)) throw oauthError('access_denied', 'The person no longer exists.');
    // The person may have been removed since choosing the organization.
    if (who.organization_id) requireMembership(db, who.user_id, who.organization_id);
    return createSession(db, {
      ...who,
      ip_address: grant.ip_address ?? null,
      user_agent: grant.user_agent ?? null,
    });
  });
}

function isTooEarly(now: Date, { polled_at, interval_seconds }: DeviceAuthorization): boolean {
  return polled_at !== null && now.getTime() < Date.parse(polled_at) + interval_seconds * 1000;
}
