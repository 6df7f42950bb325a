import { type EventDraft, eventSource } from '../events/event-source.ts';

interface NotedCode {
  id: string;
  purpose: string;
  user_id: string;
  email: string;
  expires_at: string;
  created_at: string;
}

const emailOf = (row: string) => `(SELECT email FROM users WHERE id = ${row}.user_id)`;

/** Codes that apps can read, to mail them. The event does not have the code. */
export const codeEvents = eventSource<NotedCode>({
  kind: 'one_time_code',
  table: 'one_time_codes',
  secrets: ['code_hash', 'encrypted_code'],
  extras: { email: emailOf },
  eventOf({ before, after }) {
    const names: Record<string, EventDraft['name'] | undefined> = {
      email_verification: 'email_verification.created',
      magic_auth: 'magic_auth.created',
    };
    const name = after && !before ? names[after.purpose] : undefined;
    if (!after || !name) return undefined;
    const { id, purpose, user_id, email, expires_at, created_at } = after;
    return {
      name,
      data: { object: purpose, id, user_id, email, expires_at, created_at, updated_at: created_at },
    };
  },
});
