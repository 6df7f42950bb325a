import { type EventDraft, eventSource } from '../events/event-source.ts';
import type { PasswordReset } from '../store/password-resets.ts';

export const passwordResetEvents = eventSource<PasswordReset & { email: string }>({
  kind: 'password_reset',
  table: 'password_resets',
  secrets: ['token_hash', 'encrypted_token'],
  extras: { email: (row) => `(SELECT email FROM users WHERE id = ${row}.user_id)` },
  eventOf({ before, after }) {
    return after && !before ? passwordResetEvent('password_reset.created', after, after.email) : undefined;
  },
});

/** The event of a password reset. It has neither the token nor the link. */
export function passwordResetEvent(
  name: EventDraft['name'],
  { id, user_id, expires_at, created_at }: PasswordReset,
  email: string,
): EventDraft {
  return { name, data: { object: 'password_reset', id, user_id, email, expires_at, created_at } };
}
