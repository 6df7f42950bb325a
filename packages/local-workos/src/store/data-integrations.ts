import type { DataIntegrationConfigField } from '@workos-inc/widgets/experimental/api/fetch';
import { type Database, requireRow } from './database.ts';
import { decrypt, encrypt } from './encryption.ts';
import { newId } from './ids.ts';

export type AuthMethod = 'oauth' | 'api_key' | 'client_credentials';
export type Ownership = 'userland_user' | 'organization';

/** Values of config fields, by key. */
export type Config = Record<string, string>;

/** The OAuth app with which a provider is asked for access. */
export interface OAuthClient {
  id: string;
  secret: string;
}

/** A provider as the developer has configured it for the environment. */
export interface DataIntegration {
  id: string;
  slug: string;
  ownership: Ownership;
  name: string;
  description: string | null;
  integrationType: string;
  authMethods: AuthMethod[];
  /** Whose OAuth app is used: WorkOS's, the developer's, or one of each organization. */
  credentialsType: 'shared' | 'custom' | 'organization';
  client: OAuthClient | undefined;
  redirectKey: string;
  defaultScopes: string[];
  availableScopes: string[];
  configFields: DataIntegrationConfigField[];
  enabled: boolean;
  createdAt: string;
  updatedAt: string;
}

/** What an organization has of its own; undefined is as the developer has it. */
export interface DataIntegrationOverride {
  enabled?: boolean | undefined;
  scopes?: string[] | undefined;
  client?: OAuthClient | undefined;
  config?: Config | undefined;
}

export function createDataIntegration(
  db: Database,
  fields: Omit<DataIntegration, 'id' | 'redirectKey' | 'createdAt' | 'updatedAt'>,
): DataIntegration {
  const now = db.timestamp();
  const id = newId('data_integration');
  db.insert('data_integrations', {
    id,
    slug: fields.slug,
    ownership: fields.ownership,
    name: fields.name,
    description: fields.description,
    integration_type: fields.integrationType,
    auth_methods: JSON.stringify(fields.authMethods),
    credentials_type: fields.credentialsType,
    client_id: fields.client?.id,
    client_secret: fields.client && encrypt(db, fields.client.secret),
    redirect_key: newId('dik'),
    default_scopes: JSON.stringify(fields.defaultScopes),
    available_scopes: JSON.stringify(fields.availableScopes),
    config_fields: JSON.stringify(fields.configFields),
    enabled: Number(fields.enabled),
    created_at: now,
    updated_at: now,
  });
  return requireRow(findDataIntegrationById(db, id));
}

export function findDataIntegrationById(db: Database, id: string): DataIntegration | undefined {
  const row = db.get<Row>('SELECT * FROM data_integrations WHERE id = :id', { id });
  return row && fromRow(db, row);
}

export function findDataIntegration(
  db: Database,
  slug: string,
  ownership: Ownership,
): DataIntegration | undefined {
  const row = db.get<Row>('SELECT * FROM data_integrations WHERE slug = :slug AND ownership = :ownership', {
    slug,
    ownership,
  });
  return row && fromRow(db, row);
}

/** All of one ownership, or all, by name. */
export function listDataIntegrations(db: Database, ownership?: Ownership): DataIntegration[] {
  return db
    .all<Row>(
      `SELECT * FROM data_integrations WHERE :ownership IS NULL OR ownership = :ownership
       ORDER BY name COLLATE NOCASE, ownership DESC, id`,
      { ownership },
    )
    .map((row) => fromRow(db, row));
}

/** Turns an integration on or off for the whole environment, as the developer does in WorkOS's dashboard. */
export function setDataIntegrationEnabled(db: Database, id: string, enabled: boolean): void {
  db.update('data_integrations', id, { enabled: Number(enabled), updated_at: db.timestamp() });
}

export function findOverride(
  db: Database,
  organizationId: string,
  dataIntegrationId: string,
): DataIntegrationOverride | undefined {
  const row = db.get<OverrideRow>(
    `SELECT * FROM data_integration_overrides
     WHERE organization_id = :organizationId AND data_integration_id = :dataIntegrationId`,
    { organizationId, dataIntegrationId },
  );
  return (
    row && {
      enabled: row.enabled === null ? undefined : row.enabled === 1,
      scopes: row.scopes === null ? undefined : JSON.parse(row.scopes),
      client: readClient(db, row),
      config: row.config === null ? undefined : decryptConfig(db, row.config),
    }
  );
}

/** Replaces what an organization has of its own. */
export function saveOverride(
  db: Database,
  organizationId: string,
  dataIntegrationId: string,
  override: DataIntegrationOverride,
): void {
  db.run(
    `INSERT INTO data_integration_overrides
       (organization_id, data_integration_id, enabled, scopes, client_id, client_secret, config, created_at, updated_at)
     VALUES (:organizationId, :dataIntegrationId, :enabled, :scopes, :clientId, :clientSecret, :config, :now, :now)
     ON CONFLICT DO UPDATE SET enabled = :enabled, scopes = :scopes, client_id = :clientId,
       client_secret = :clientSecret, config = :config, updated_at = :now`,
    {
      organizationId,
      dataIntegrationId,
      enabled: override.enabled === undefined ? undefined : Number(override.enabled),
      scopes: override.scopes && JSON.stringify(override.scopes),
      clientId: override.client?.id,
      clientSecret: override.client && encrypt(db, override.client.secret),
      config: override.config && encryptConfig(db, override.config),
      now: db.timestamp(),
    },
  );
}

/** A field may hold a secret, so the values are encrypted as a whole. */
export function encryptConfig(db: Database, config: Config): string {
  return encrypt(db, JSON.stringify(config));
}

export function decryptConfig(db: Database, encrypted: string): Config {
  return JSON.parse(decrypt(db, encrypted));
}

interface StoredClient {
  client_id: string | null;
  client_secret: string | null;
}

interface Row extends StoredClient {
  id: string;
  slug: string;
  ownership: Ownership;
  name: string;
  description: string | null;
  integration_type: string;
  auth_methods: string;
  credentials_type: DataIntegration['credentialsType'];
  redirect_key: string;
  default_scopes: string;
  available_scopes: string;
  config_fields: string;
  enabled: number;
  created_at: string;
  updated_at: string;
}

interface OverrideRow extends StoredClient {
  enabled: number | null;
  scopes: string | null;
  config: string | null;
}

function fromRow(db: Database, row: Row): DataIntegration {
  return {
    id: row.id,
    slug: row.slug,
    ownership: row.ownership,
    name: row.name,
    description: row.description,
    integrationType: row.integration_type,
    authMethods: JSON.parse(row.auth_methods),
    credentialsType: row.credentials_type,
    client: readClient(db, row),
    redirectKey: row.redirect_key,
    defaultScopes: JSON.parse(row.default_scopes),
    availableScopes: JSON.parse(row.available_scopes),
    configFields: JSON.parse(row.config_fields),
    enabled: row.enabled === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

function readClient(db: Database, row: StoredClient): OAuthClient | undefined {
  if (!row.client_id || !row.client_secret) return undefined;
  return { id: row.client_id, secret: decrypt(db, row.client_secret) };
}
