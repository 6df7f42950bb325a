import bcrypt from 'bcryptjs';
import type { User } from '../store/users.ts';

const COST = 10;

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, COST);
}

/** Whether a password belongs to this user. Takes equally long if the user or the password does not exist. */
export async function verifyPassword(user: User | undefined, password: string): Promise<boolean> {
  const matches = await matchesHash(password, user?.password_hash ?? (await decoyHash()));
  return matches && Boolean(user?.password_hash);
}

export function matchesHash(password: string, hash: string): Promise<boolean> {
  return bcrypt.compare(password, hash);
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}
