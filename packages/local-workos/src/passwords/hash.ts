import bcrypt from 'bcryptjs';
import type { Database } from '../store/database.ts';
import { findUser, replacePasswordHash, type User } from '../store/users.ts';
import { isBcrypt, matchesHash } from './imported-hash.ts';

const COST = 10;

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, COST);
}

/** Whether a password belongs to this user. Takes equally long if the user or the password does not exist. */
export async function verifyPassword(user: User | undefined, password: string): Promise<boolean> {
  const matches = await matchesHash(password, user?.password_hash ?? (await decoyHash()));
  return matches && Boolean(user?.password_hash);
}

/**
 * Verifies a password at sign-in. The first success replaces an imported hash of another type. It takes a while, and
 * the user as they are at the end counts.
 */
export async function verifyPasswordAtSignIn(
  db: Database,
  user: User | undefined,
  password: string,
): Promise<boolean> {
  const verified = user?.password_hash;
  if (!(await verifyPassword(user, password)) || !user || !verified) return false;
  // bcrypt would accept every password that begins with the same 72 bytes.
  const replacement =
    !isBcrypt(verified) && !bcrypt.truncates(password) ? await hashPassword(password) : undefined;
  const current = findUser(db, user.id);
  if (current?.password_hash !== verified) return verifyPasswordAtSignIn(db, current, password);
  if (replacement) replacePasswordHash(db, user.id, verified, replacement);
  return true;
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}
