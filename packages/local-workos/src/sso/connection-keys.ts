import { exportJWK, exportPKCS8, generateKeyPair } from 'jose';
import { providerName } from '../store/connection-types.ts';
import { type Connection, setConnectionKey } from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { decrypt, encrypt } from '../store/encryption.ts';

/** Creates a key pair at the identity provider and gives its certificate to WorkOS. Replaces an earlier one. */
export async function issueCertificate(
  db: Database,
  connection: Connection,
  validity: { notBefore: Date; notAfter: Date },
): Promise<void> {
  await import('reflect-metadata');
  const { X509CertificateGenerator } = await import('@peculiar/x509');
  const signingAlgorithm = {
    name: 'RSASSA-PKCS1-v1_5',
    hash: 'SHA-256',
    modulusLength: 2048,
    publicExponent: new Uint8Array([1, 0, 1]),
  };
  const keys = await crypto.subtle.generateKey(signingAlgorithm, true, ['sign', 'verify']);
  const certificate = await X509CertificateGenerator.createSelfSigned({
    name: `CN=${providerName(connection.connection_type)} on this machine`,
    keys,
    signingAlgorithm,
    ...validity,
  });
  const privateKey = await exportPKCS8(keys.privateKey);
  db.transaction(() => {
    setConnectionKey(db, connection.id, {
      value: certificate.toString('pem'),
      not_before: certificate.notBefore.toISOString(),
      not_after: certificate.notAfter.toISOString(),
    });
    keepPrivateKey(db, connection, privateKey);
  });
}

/** Returns the signing key of an identity provider as PEM. For OpenID Connect, generates it on first use. */
export async function signingKeyOf(db: Database, connection: Connection): Promise<string> {
  const row = db.get<{ encrypted_private_key: string }>(
    'SELECT encrypted_private_key FROM identity_provider_keys WHERE connection_id = :id',
    { id: connection.id },
  );
  return row ? decrypt(db, row.encrypted_private_key) : createTokenKey(db, connection);
}

async function createTokenKey(db: Database, connection: Connection): Promise<string> {
  const keys = await generateKeyPair('ES256', { extractable: true });
  const [privateKey, publicKey] = await Promise.all([
    exportPKCS8(keys.privateKey),
    exportJWK(keys.publicKey),
  ]);
  db.transaction(() => {
    setConnectionKey(db, connection.id, { value: JSON.stringify(publicKey) });
    keepPrivateKey(db, connection, privateKey);
  });
  return privateKey;
}

function keepPrivateKey(db: Database, { id }: Connection, privateKey: string): void {
  db.run('DELETE FROM identity_provider_keys WHERE connection_id = :id', { id });
  db.insert('identity_provider_keys', {
    connection_id: id,
    encrypted_private_key: encrypt(db, privateKey),
  });
}
