import type { ZxcvbnFactory } from '@zxcvbn-ts/core';
import bcrypt from 'bcryptjs';
import type { User } from './store/users.ts';

const MINIMUM_LENGTH = 10;
/** bcrypt reads no further than 72 bytes. */
const MAXIMUM_LENGTH = 72;
/** zxcvbn's scale, 0 to 4. */
const MINIMUM_STRENGTH = 3;
const COST = 10;

/** Why a password is refused, in the shape that the widgets show (`CreatePassword400`). */
export type PasswordError =
  | { code: 'password_too_short'; message: string; minimum_length: number }
  | { code: 'password_too_long'; message: string; maximum_length: number }
  | { code: 'password_contains_email'; message: string }
  | { code: 'password_too_weak'; message: string; warning: string; suggestions: string[] };

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, COST);
}

/** Whether a password is this person's. Takes as long when there is no such person or no password. */
export async function verifyPassword(user: User | undefined, password: string): Promise<boolean> {
  const matches = await bcrypt.compare(password, user?.password_hash ?? (await decoyHash()));
  return matches && Boolean(user?.password_hash);
}

/** Holds a new password against the policy; an empty list means that it may be used. */
export async function checkPassword(password: string, email: string): Promise<PasswordError[]> {
  const errors: PasswordError[] = [];
  if (password.length < MINIMUM_LENGTH) {
    errors.push({
      code: 'password_too_short',
      message: `Password must be at least ${MINIMUM_LENGTH} characters long.`,
      minimum_length: MINIMUM_LENGTH,
    });
  }
  if (bcrypt.truncates(password)) {
    errors.push({
      code: 'password_too_long',
      message: `Password must be at most ${MAXIMUM_LENGTH} bytes long.`,
      maximum_length: MAXIMUM_LENGTH,
    });
    return errors;
  }
  const [name] = email.toLowerCase().split('@');
  if (name && name.length > 3 && password.toLowerCase().includes(name)) {
    errors.push({ code: 'password_contains_email', message: 'Password must not contain the email address.' });
  }
  const strength = await measureStrength(password, email);
  if (strength.score < MINIMUM_STRENGTH) {
    errors.push({
      code: 'password_too_weak',
      message: ['Password is too weak.', strength.warning, ...strength.suggestions].filter(Boolean).join(' '),
      warning: strength.warning,
      suggestions: strength.suggestions,
    });
  }
  return errors;
}

let decoy: Promise<string> | undefined;

function decoyHash(): Promise<string> {
  decoy ??= hashPassword(crypto.randomUUID());
  return decoy;
}

let zxcvbn: Promise<ZxcvbnFactory> | undefined;

async function measureStrength(
  password: string,
  email: string,
): Promise<{ score: number; warning: string; suggestions: string[] }> {
  zxcvbn ??= loadZxcvbn();
  const { score, feedback } = (await zxcvbn).check(password, email.split(/[@.]/));
  return { score, warning: feedback.warning ?? '', suggestions: feedback.suggestions };
}

/** Its word lists are large: they are loaded for the first new password, not at the start. */
async function loadZxcvbn(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
}
