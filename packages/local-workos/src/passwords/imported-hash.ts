import {
  type BinaryLike,
  createCipheriv,
  createHash,
  pbkdf2,
  type ScryptOptions,
  scrypt,
  timingSafeEqual,
} from 'node:crypto';
import { promisify } from 'node:util';
import bcrypt from 'bcryptjs';
import { decodeB64, numberIn, type PhcString, parsePhc } from './phc.ts';

/** The hashes that an app can import: https://workos.com/docs/migrate/other-services */
export const HASH_TYPES = [
  'bcrypt',
  'firebase-scrypt',
  'ssha',
  'ssha256',
  'scrypt',
  'pbkdf2',
  'argon2',
] as const;

export type HashType = (typeof HASH_TYPES)[number];

export const SALT_POSITIONS = ['prefix', 'suffix'] as const;

type SaltPosition = (typeof SALT_POSITIONS)[number];

type Verify = (password: string) => boolean | Promise<boolean>;

/**
 * Checks a hash that an app imports.
 * @param saltPosition Where the salt was when an `ssha256` hash was made. No other type has a choice.
 * @returns The hash as it is stored, which tells its type, or undefined if it is malformed or outside the limits.
 */
export function storableHash(
  type: HashType,
  hash: string,
  saltPosition: SaltPosition | undefined,
): string | undefined {
  if (saltPosition && type !== 'ssha256') return undefined;
  const stored = saltPosition === 'prefix' ? hash.replace(/^\{SSHA256\}/, SALT_FIRST) : hash;
  const isMarked = hash.startsWith(SALT_FIRST);
  return !isMarked && FORMATS[type](stored) ? stored : undefined;
}

/** Whether a hash is of any type, without saying which. */
export function isImportable(hash: string): boolean {
  return HASH_TYPES.some((type) => storableHash(type, hash, undefined) !== undefined);
}

/** Whether a password belongs to a stored hash of any type. */
export async function matchesHash(password: string, stored: string): Promise<boolean> {
  for (const type of HASH_TYPES) {
    const verify = FORMATS[type](stored);
    if (verify) return verify(password);
  }
  return false;
}

/** Whether a hash is of the type that Local WorkOS makes itself. */
export function isBcrypt(stored: string): boolean {
  return FORMATS.bcrypt(stored) !== undefined;
}

/** Marks a stored SHA-256 hash whose salt comes before the password. WorkOS has it in a parameter instead. */
const SALT_FIRST = '{SSHA256-PREFIX}';

/** Reads a hash, and returns how to verify a password. Returns undefined if it is not of this type. */
const FORMATS: Record<HashType, (hash: string) => Verify | undefined> = {
  bcrypt: (hash) =>
    /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z\d]{53}$/.test(hash)
      ? (password) => bcrypt.compare(password, hash)
      : undefined,
  'firebase-scrypt': (hash) => withPhc(hash, 'firebase-scrypt', undefined, firebaseScrypt),
  ssha: (hash) => saltedDigest(hash, '{SSHA}', 'sha1', 'suffix'),
  ssha256: (hash) =>
    saltedDigest(hash, '{SSHA256}', 'sha256', 'suffix') ?? saltedDigest(hash, SALT_FIRST, 'sha256', 'prefix'),
  scrypt: (hash) => withPhc(hash, 'scrypt', '1', standardScrypt),
  pbkdf2: (hash) => withPhc(hash, 'pbkdf2', undefined, keyDerivation),
  argon2: (hash) => {
    const phc = parsePhc(hash);
    return phc && argon2(hash, phc);
  },
};

function withPhc(
  hash: string,
  id: string,
  version: string | undefined,
  read: (phc: PhcString) => Verify | undefined,
): Verify | undefined {
  const phc = parsePhc(hash);
  return phc?.id === id && (phc.version === undefined || phc.version === version) ? read(phc) : undefined;
}

/** `{SSHA}base64(sha1(password + salt) + salt)` */
function saltedDigest(
  hash: string,
  scheme: string,
  algorithm: 'sha1' | 'sha256',
  position: SaltPosition,
): Verify | undefined {
  const encoded = hash.slice(scheme.length);
  if (
    !hash.startsWith(scheme) ||
    !/^(?:[A-Za-z\d+/]{4})*(?:[A-Za-z\d+/]{2}==|[A-Za-z\d+/]{3}=)?$/.test(encoded)
  ) {
    return undefined;
  }
  const bytes = Buffer.from(encoded, 'base64');
  const length = algorithm === 'sha1' ? 20 : 32;
  const digest = bytes.subarray(0, length);
  const salt = bytes.subarray(length);
  if (salt.length === 0) return undefined;
  return (password) => {
    const parts = position === 'prefix' ? [salt, Buffer.from(password)] : [Buffer.from(password), salt];
    return isEqual(createHash(algorithm).update(Buffer.concat(parts)).digest(), digest);
  };
}

/** More than any recommendation asks for. One sign-in must not use up the memory of the machine. */
const MAXIMUM_MEMORY = 256 * 1024 * 1024;

type Scrypt = (
  password: BinaryLike,
  salt: BinaryLike,
  length: number,
  options: ScryptOptions,
) => Promise<Buffer>;

// Of its overloads, `promisify` takes the one without options.
const deriveScrypt: Scrypt = (password, salt, length, options) =>
  new Promise((resolve, reject) => {
    scrypt(password, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });

function scryptOptions(cost: number, blockSize: number, parallelization: number): ScryptOptions | undefined {
  const memory = 128 * cost * blockSize;
  if (!Number.isInteger(Math.log2(cost)) || memory > MAXIMUM_MEMORY) return undefined;
  return { cost, blockSize, parallelization, maxmem: 2 * memory + 128 * blockSize * parallelization + 1024 };
}

function standardScrypt(phc: PhcString): Verify | undefined {
  const { salt, hash } = phc;
  const cost = numberIn(phc, 'n', 2, 2 ** 24);
  const blockSize = numberIn(phc, 'r', 1, 64);
  const parallelization = numberIn(phc, 'p', 1, 64);
  const options = cost && blockSize && parallelization && scryptOptions(cost, blockSize, parallelization);
  if (!options || numberIn(phc, 'kl', 1, 512) !== hash.length || !hasOnly(phc, 'n', 'r', 'p', 'kl')) {
    return undefined;
  }
  return async (password) => isEqual(await deriveScrypt(password, salt, hash.length, options), hash);
}

/**
 * The key that scrypt derives encrypts the signer key of the project, and the result is the hash.
 * @see https://workos.com/docs/migrate/firebase and https://github.com/firebase/scrypt
 */
function firebaseScrypt(phc: PhcString): Verify | undefined {
  const { parameters, salt, hash } = phc;
  const memoryCost = numberIn(phc, 'm', 1, 24);
  const rounds = numberIn(phc, 'r', 1, 64);
  const options = memoryCost && rounds && scryptOptions(2 ** memoryCost, rounds, 1);
  const signerKey = decodeB64(parameters.get('sk') ?? '');
  const separator = decodeB64(parameters.get('ss') ?? '');
  if (!options || !signerKey || !separator || signerKey.length !== hash.length) return undefined;
  if (!hasOnly(phc, 'm', 'r', 'sk', 'ss')) return undefined;
  return async (password) => {
    const key = await deriveScrypt(password, Buffer.concat([salt, separator]), 32, options);
    return isEqual(createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(signerKey), hash);
  };
}

const derivePbkdf2 = promisify(pbkdf2);

/** The documented limits of the iterations, by digest. */
const ITERATIONS: Record<string, readonly [minimum: number, maximum: number] | undefined> = {
  sha256: [600_000, 1_000_000],
  sha512: [210_000, 1_000_000],
};

function keyDerivation(phc: PhcString): Verify | undefined {
  const { parameters, salt, hash } = phc;
  const digest = parameters.get('d') ?? '';
  const limits = Object.hasOwn(ITERATIONS, digest) ? ITERATIONS[digest] : undefined;
  const iterations = limits && numberIn(phc, 'i', ...limits);
  if (!iterations || !hasOnly(phc, 'i', 'd')) return undefined;
  return async (password) =>
    isEqual(await derivePbkdf2(password, salt, iterations, hash.length, digest), hash);
}

/** Within the documented limits, memory in KiB. */
function argon2(encoded: string, phc: PhcString): Verify | undefined {
  const { id, version, salt, hash } = phc;
  const isWithinLimits =
    ['argon2id', 'argon2i', 'argon2d'].includes(id) &&
    version === '19' &&
    numberIn(phc, 'm', 4096, 262_144) &&
    numberIn(phc, 't', id === 'argon2i' ? 3 : 1, 5) &&
    numberIn(phc, 'p', 1, 8) &&
    hasOnly(phc, 'm', 't', 'p') &&
    salt.length >= 8 &&
    hash.length >= 4;
  if (!isWithinLimits) return undefined;
  return async (password) => {
    if (password === '') return false;
    const { argon2Verify } = await import('hash-wasm');
    return argon2Verify({ password, hash: encoded });
  };
}

function hasOnly({ parameters }: PhcString, ...names: string[]): boolean {
  return [...parameters.keys()].every((name) => names.includes(name));
}

function isEqual(one: Buffer, other: Buffer): boolean {
  return one.length === other.length && timingSafeEqual(one, other);
}
