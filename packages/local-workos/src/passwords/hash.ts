import bcrypt from 'bcryptjs';
import type { Database } from '../store/database.ts';
import { replacePasswordHash, type User } from '../store/users.ts';
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

/** Verifies a password at sign-in. The first success replaces an imported hash of another type. */
export async function verifyPasswordAtSignIn(
  db: Database,
  user: User | undefined,
  password: string,
): Promise<boolean> {
  if (!(await verifyPassword(user, password))) return false;
  const imported = user?.password_hash;
  // bcrypt would accept every password that begins with the same 72 bytes.
  if (user && imported && !isBcrypt(imported) && !bcrypt.truncates(password)) {
    replacePasswordHash(db, user.id, imported, await hashPassword(password));
  }
  return true;
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}
