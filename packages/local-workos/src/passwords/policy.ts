import type { CreatePassword400 } from '@workos-inc/widgets/experimental/api/fetch';
import bcrypt from 'bcryptjs';
import { ApiError } from '../http/api-error.ts';
import { type PasswordPolicy, readAuthenticationSettings } from '../store/authentication-settings.ts';
import type { Database } from '../store/database.ts';
import type { User } from '../store/users.ts';
import { matchesHash } from './imported-hash.ts';
import { measureStrength } from './strength.ts';

/** bcrypt ignores everything after 72 bytes. */
const MAXIMUM_LENGTH = 72;

/** Why a password is rejected, in the format that the widgets show. */
export type PasswordError = Extract<CreatePassword400, { errors: unknown }>['errors'][number];

/**
 * Checks a new password against the policy. An empty list means that it is allowed.
 * @param user The existing user, if any, whose recent passwords cannot be reused.
 */
export async function checkPassword(
  db: Database,
  password: string,
  email: string,
  user?: User,
): Promise<PasswordError[]> {
  if (bcrypt.truncates(password)) {
    return [
      {
        code: 'password_too_long',
        message: `Password must be at most ${MAXIMUM_LENGTH} bytes long.`,
        maximum_length: MAXIMUM_LENGTH,
      },
    ];
  }
  const policy = readAuthenticationSettings(db).passwordPolicy;
  return [
    ...lengthErrors(password, policy),
    ...characterErrors(password, policy),
    ...emailErrors(password, email),
    ...(await strengthErrors(password, email, policy)),
    ...(user ? await reuseErrors(db, password, user, policy) : []),
  ];
}

/** The error for a password that violates the policy. */
export function passwordStrengthError(errors: PasswordError[]): ApiError {
  return new ApiError(400, {
    code: 'password_strength_error',
    message: 'Password does not meet strength requirements.',
    errors,
  });
}

/** Describes the policy in one sentence for the hosted pages. */
export function passwordHint(db: Database): string {
  const policy = readAuthenticationSettings(db).passwordPolicy;
  const required = CHARACTER_TYPES.filter(({ setting }) => policy[setting]).map(({ name }) => name);
  const parts = [
    `At least ${policy.minimumLength} characters`,
    ...(required.length > 0 ? [`with ${required.join(', ')}`] : []),
    ...(policy.minimumStrength > 0 ? ['and not easy to guess'] : []),
  ];
  return `${parts.join(', ')}.`;
}

/** The special characters that OWASP lists. */
const SYMBOLS = ' !"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';

const CHARACTER_TYPES = [
  { type: 'uppercase', setting: 'requireUppercase', name: 'an uppercase letter', isIn: has(/\p{Lu}/u) },
  { type: 'lowercase', setting: 'requireLowercase', name: 'a lowercase letter', isIn: has(/\p{Ll}/u) },
  { type: 'number', setting: 'requireNumber', name: 'a number', isIn: has(/\p{Nd}/u) },
  {
    type: 'symbol',
    setting: 'requireSymbol',
    name: 'a special character',
    isIn: (text: string) => [...text].some((character) => SYMBOLS.includes(character)),
  },
] as const;

function lengthErrors(password: string, { minimumLength }: PasswordPolicy): PasswordError[] {
  if (password.length >= minimumLength) return [];
  return [
    {
      code: 'password_too_short',
      message: `Password must be at least ${minimumLength} characters long.`,
      minimum_length: minimumLength,
    },
  ];
}

function characterErrors(password: string, policy: PasswordPolicy): PasswordError[] {
  return CHARACTER_TYPES.filter(({ setting, isIn }) => policy[setting] && !isIn(password)).map(
    ({ type, name }) => {
      const error = {
        code: 'password_missing_character_type' as const,
        message: `Password must include ${name}.`,
      };
      return type === 'symbol'
        ? { ...error, character_type: type, symbols: SYMBOLS }
        : { ...error, character_type: type };
    },
  );
}

function emailErrors(password: string, email: string): PasswordError[] {
  const [name] = email.toLowerCase().split('@');
  if (!name || name.length <= 3 || !password.toLowerCase().includes(name)) return [];
  return [{ code: 'password_contains_email', message: 'Password must not contain the email address.' }];
}

async function strengthErrors(
  password: string,
  email: string,
  policy: PasswordPolicy,
): Promise<PasswordError[]> {
  const { score, warning, suggestions, isBreached } = await measureStrength(password, email);
  const errors: PasswordError[] = [];
  if (policy.rejectBreached && isBreached) {
    // The list does not say in how many breaches the password appeared.
    errors.push({
      code: 'password_pwned',
      message: 'Password has appeared in a data breach.',
      occurrences: 1,
    });
  }
  if (score < policy.minimumStrength) {
    errors.push({
      code: 'password_too_weak',
      message: ['Password is too weak.', warning, ...suggestions].filter(Boolean).join(' '),
      warning,
      suggestions,
    });
  }
  return errors;
}

async function reuseErrors(
  db: Database,
  password: string,
  user: User,
  { rejectLast }: PasswordPolicy,
): Promise<PasswordError[]> {
  const previous = db.all<{ password_hash: string }>(
    'SELECT password_hash FROM previous_passwords WHERE user_id = :id ORDER BY rowid DESC LIMIT :limit',
    { id: user.id, limit: rejectLast - 1 },
  );
  const hashes = [user.password_hash, ...previous.map((row) => row.password_hash)].filter(
    (hash) => hash !== null,
  );
  for (const hash of hashes) {
    if (await matchesHash(password, hash)) {
      return [{ code: 'password_reused', message: 'Password has been used before.' }];
    }
  }
  return [];
}

function has(pattern: RegExp): (text: string) => boolean {
  return (text) => pattern.test(text);
}
