import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import type { Database } from './database.ts';
import { readSetting, writeSetting } from './settings.ts';

const ALGORITHM = 'aes-256-gcm';
const KEY_SETTING = 'encryption_key';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Encrypts a secret that has to be read again, such as a credential that is sent to a third party. A secret
 * that is only compared is hashed instead. The key is in the same file: this keeps secrets out of what is
 * searched, printed or pasted, not from who has the file.
 */
export function encrypt(db: Database, plaintext: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, encryptionKey(db), nonce);
  const ciphertext = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), ciphertext]).toString('base64url');
}

/** @throws Error when the text was not written by {@link encrypt} with this file's key. */
export function decrypt(db: Database, encrypted: string): string {
  const bytes = Buffer.from(encrypted, 'base64url');
  const decipher = createDecipheriv(ALGORITHM, encryptionKey(db), bytes.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  return decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
}

/** Derives a secret from another one. Only this file's key can do it, and always with the same result. */
export function deriveSecret(db: Database, secret: string): string {
  return createHmac('sha256', encryptionKey(db)).update(secret).digest('base64url').slice(0, 32);
}

function encryptionKey(db: Database): Buffer {
  const stored = readSetting(db, KEY_SETTING);
  if (stored) return Buffer.from(stored, 'base64url');
  const key = randomBytes(32);
  writeSetting(db, KEY_SETTING, key.toString('base64url'));
  return key;
}
