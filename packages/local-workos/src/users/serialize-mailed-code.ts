import { type Database, requireRow } from '../store/database.ts';
import { type ReadableCode, readOneTimeCode } from '../store/one-time-codes.ts';
import { findUser } from '../store/users.ts';

/** A mailed code as the API returns it, for apps that send their own emails. */
export function serializeMailedCode(db: Database, code: ReadableCode) {
  return {
    id: code.id,
    user_id: code.user_id,
    email: requireRow(findUser(db, code.user_id)).email,
    code: readOneTimeCode(db, code),
    expires_at: code.expires_at,
    created_at: code.created_at,
    updated_at: code.used_at ?? code.created_at,
  };
}
