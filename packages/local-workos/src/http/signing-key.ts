import { createPrivateKey, createPublicKey, KeyObject } from 'node:crypto';
import type { JWK } from 'jose';
import type { Database } from '../store/database.ts';
import { readSetting, writeSetting } from '../store/settings.ts';

/** The key that signs access tokens and widget tokens. It is stored, so a restart signs no one out. */
export interface SigningKey {
  kid: string;
  privateKey: KeyObject;
  publicKey: KeyObject;
  /** As `GET /sso/jwks/:clientId` shows it. */
  jwk: JWK;
}

const SETTING = 'signing_key';

interface StoredKey {
  kid: string;
  privateKey: string;
  publicKey: string;
  certificate: string;
  thumbprint: string;
}

/** Reads the signing key, and generates it the first time. */
export async function loadSigningKey(db: Database): Promise<SigningKey> {
  const stored = readSetting(db, SETTING);
  const key: StoredKey = stored ? JSON.parse(stored) : await createKey();
  if (!stored) writeSetting(db, SETTING, JSON.stringify(key));
  const privateKey = createPrivateKey(key.privateKey);
  const publicKey = createPublicKey(key.publicKey);
  const jwk: JWK = {
    ...publicKey.export({ format: 'jwk' }),
    alg: 'RS256',
    use: 'sig',
    kid: key.kid,
    x5c: [key.certificate],
    'x5t#S256': key.thumbprint,
  };
  return { kid: key.kid, privateKey, publicKey, jwk };
}

/** Creates a self-signed certificate too, because the OpenAPI requires `x5c` in the key set. */
async function createKey(): Promise<StoredKey> {
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const algorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: 'CN=Local WorkOS',
    keys,
    signingAlgorithm: algorithm,
    notAfter: new Date('2050-01-01'),
  });
  const thumbprint = Buffer.from(await certificate.getThumbprint('SHA-256')).toString('base64url');
  return {
    kid: `sso_oidc_key_pair_${thumbprint.slice(0, 16)}`,
    privateKey: KeyObject.from(keys.privateKey).export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: KeyObject.from(keys.publicKey).export({ type: 'spki', format: 'pem' }).toString(),
    certificate: Buffer.from(certificate.rawData).toString('base64'),
    thumbprint,
  };
}
