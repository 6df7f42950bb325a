/** Answers are no longer kept to be replayed: WorkOS documents that for `POST /audit_logs/events` alone. */
export const idempotency = 'DROP TABLE idempotency_keys';
