import { type AuthMethod, type Config, decryptConfig, encryptConfig } from './data-integrations.ts';
import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { newId } from './ids.ts';

/** What a provider gave, or was given, for an account. Stored encrypted. */
export type Credential =
  | { method: 'oauth'; clientId: string; accessToken: string; refreshToken: string; expiresAt: string }
  | { method: 'api_key'; apiKey: string }
  | { method: 'client_credentials'; clientId: string; clientSecret: string };

/** Whose an account is. A shared one has no user; one that is not tied to an organization has none. */
export interface InstallationOwner {
  userId: string | null;
  organizationId: string | null;
}

/** A connected account: `data_installation` in the widgets, `connected_account` in the public API. */
export interface DataInstallation extends InstallationOwner {
  id: string;
  dataIntegrationId: string;
  authMethod: AuthMethod;
  scopes: string[];
  state: 'connected' | 'needs_reauthorization';
  credential: Credential;
  config: Config;
  createdAt: string;
  updatedAt: string;
}

export function findInstallation(db: Database, id: string): DataInstallation | undefined {
  const row = db.get<Row>('SELECT * FROM data_installations WHERE id = :id', { id });
  return row && fromRow(db, row);
}

export function findInstallationOf(
  db: Database,
  dataIntegrationId: string,
  { userId, organizationId }: InstallationOwner,
): DataInstallation | undefined {
  const row = db.get<Row>(
    `SELECT * FROM data_installations WHERE data_integration_id = :dataIntegrationId
     AND user_id IS :userId AND organization_id IS :organizationId`,
    { dataIntegrationId, userId, organizationId },
  );
  return row && fromRow(db, row);
}

/** The newest accounts of the environment, for the page that shows them. */
export function listInstallations(db: Database, limit: number): DataInstallation[] {
  return db
    .all<Row>('SELECT * FROM data_installations ORDER BY id DESC LIMIT :limit', { limit })
    .map((row) => fromRow(db, row));
}

/** Connects an account, or gives the connected one a new credential. It is `connected` then. */
export function saveInstallation(
  db: Database,
  dataIntegrationId: string,
  owner: InstallationOwner,
  fields: Pick<DataInstallation, 'scopes' | 'credential' | 'config'>,
): DataInstallation {
  return db.transaction(() => {
    const existing = findInstallationOf(db, dataIntegrationId, owner);
    const now = db.timestamp();
    const columns = {
      auth_method: fields.credential.method,
      scopes: JSON.stringify(fields.scopes),
      state: 'connected',
      credential: encrypt(db, JSON.stringify(fields.credential)),
      config: encryptConfig(db, fields.config),
      updated_at: now,
    };
    const id = existing?.id ?? newId('data_installation');
    if (existing) {
      db.update('data_installations', id, columns);
    } else {
      db.insert('data_installations', {
        ...columns,
        id,
        data_integration_id: dataIntegrationId,
        user_id: owner.userId,
        organization_id: owner.organizationId,
        created_at: now,
      });
    }
    return requireRow(findInstallation(db, id));
  });
}

/** Keeps a renewed credential of the same account. */
export function updateCredential(db: Database, id: string, credential: Credential): void {
  db.update('data_installations', id, { credential: encrypt(db, JSON.stringify(credential)) });
}

export function setInstallationState(db: Database, id: string, state: DataInstallation['state']): void {
  db.update('data_installations', id, { state, updated_at: db.timestamp() });
}

/** Accounts of an organization, shared or of its members, that were granted less than is asked for now. */
export function askAgainForScopes(
  db: Database,
  dataIntegrationId: string,
  organizationId: string,
  scopes: readonly string[],
): void {
  db.run(
    `UPDATE data_installations SET state = 'needs_reauthorization', updated_at = :now
     WHERE data_integration_id = :dataIntegrationId AND organization_id = :organizationId
       AND auth_method = 'oauth' AND EXISTS (SELECT 1 FROM json_each(:scopes) AS asked
         WHERE asked.value NOT IN (SELECT granted.value FROM json_each(data_installations.scopes) AS granted))`,
    { dataIntegrationId, organizationId, scopes: JSON.stringify(scopes), now: db.timestamp() },
  );
}

export function deleteInstallation(db: Database, id: string): void {
  db.run('DELETE FROM data_installations WHERE id = :id', { id });
}

/** Forgets the accounts of a person in an organization. */
export function deleteInstallationsOf(
  db: Database,
  { userId, organizationId }: { userId: string; organizationId: string },
): void {
  db.run('DELETE FROM data_installations WHERE user_id = :userId AND organization_id = :organizationId', {
    userId,
    organizationId,
  });
}

interface Row {
  id: string;
  data_integration_id: string;
  user_id: string | null;
  organization_id: string | null;
  auth_method: AuthMethod;
  scopes: string;
  state: DataInstallation['state'];
  credential: string;
  config: string;
  created_at: string;
  updated_at: string;
}

function fromRow(db: Database, row: Row): DataInstallation {
  return {
    id: row.id,
    dataIntegrationId: row.data_integration_id,
    userId: row.user_id,
    organizationId: row.organization_id,
    authMethod: row.auth_method,
    scopes: JSON.parse(row.scopes),
    state: row.state,
    credential: JSON.parse(decrypt(db, row.credential)),
    config: decryptConfig(db, row.config),
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
