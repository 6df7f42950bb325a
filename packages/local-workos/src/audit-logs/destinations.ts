import type { AuditLogStreamType } from '@workos-inc/widgets/experimental/api/fetch';
import { z } from 'zod';

/** A setting of a destination. */
export interface DestinationField {
  name: string;
  label: string;
  /** Stored encrypted, and never shown again. */
  secret?: true;
  optional?: true;
  options?: readonly { value: string; label: string }[];
  hint?: string;
  check: z.ZodType<string>;
}

export interface Destination {
  name: string;
  fields: readonly DestinationField[];
}

const LOOPBACK_HOSTS = ['localhost', '127.0.0.1', '[::1]'];

/** Whether a URL points to this machine, the only place that Local WorkOS sends to. */
export function isLoopback(url: string): boolean {
  return URL.canParse(url) && LOOPBACK_HOSTS.includes(new URL(url).hostname);
}

const text = z.string().max(500, 'Use at most 500 characters.');
const pattern = (regex: RegExp, message: string) => text.regex(regex, message);
const uuid = z.guid('Use the format 00000000-0000-0000-0000-000000000000.');
const secret = z.string().max(4000, 'Use at most 4000 characters.');

const httpsUrl = text.refine((url) => {
  if (!URL.canParse(url)) return false;
  const { protocol, username, password } = new URL(url);
  const encrypted = protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
  return encrypted && !username && !password;
}, 'Enter an https:// URL without credentials. On this machine, http:// works too.');

const bucket: DestinationField = {
  name: 'bucket',
  label: 'Bucket name',
  check: pattern(
    /^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/,
    'Use 3 to 63 lowercase letters, digits, dots, and hyphens.',
  ),
};

const DATADOG_SITES = ['datadoghq.com', 'us3.datadoghq.com', 'us5.datadoghq.com', 'datadoghq.eu'];

/** Every destination of the contract, with its settings. */
export const DESTINATIONS: Record<AuditLogStreamType, Destination> = {
  Datadog: {
    name: 'Datadog',
    fields: [
      {
        name: 'site',
        label: 'Site',
        options: DATADOG_SITES.map((value) => ({ value, label: value })),
        check: z.enum(DATADOG_SITES, 'Choose a site.'),
      },
      {
        name: 'api_key',
        label: 'API key',
        secret: true,
        check: pattern(/^[0-9a-f]{32}$/i, 'A Datadog API key has 32 hexadecimal digits.'),
      },
    ],
  },
  Splunk: {
    name: 'Splunk',
    fields: [
      {
        name: 'url',
        label: 'HTTP Event Collector URL',
        hint: 'For example, https://http-inputs-acme.splunkcloud.com:443/services/collector/event',
        check: httpsUrl,
      },
      { name: 'token', label: 'HTTP Event Collector token', secret: true, check: uuid },
    ],
  },
  S3: {
    name: 'AWS S3',
    fields: [
      bucket,
      {
        name: 'region',
        label: 'Region',
        hint: 'For example, eu-central-1',
        check: pattern(/^[a-z]{2}(-[a-z]+)+-\d$/, 'Use the format us-east-1.'),
      },
      {
        name: 'role_arn',
        label: 'Role ARN',
        hint: 'The role with write access to the bucket',
        check: pattern(
          /^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/,
          'Use the format arn:aws:iam::123456789012:role/name.',
        ),
      },
    ],
  },
  GoogleCloudStorage: {
    name: 'Google Cloud Storage',
    fields: [
      bucket,
      {
        name: 'access_id',
        label: 'Access ID',
        hint: 'From an HMAC key of a service account with write access to the bucket',
        check: pattern(/^GOOG[A-Z0-9]+$/, 'Must start with GOOG.'),
      },
      { name: 'secret', label: 'Secret', secret: true, check: secret },
    ],
  },
  GenericHttps: {
    name: 'Generic HTTPS',
    fields: [
      { name: 'url', label: 'Endpoint URL', check: httpsUrl },
      {
        name: 'authorization',
        label: 'Authorization header',
        secret: true,
        optional: true,
        hint: 'Optional. For example, “Bearer …”',
        // A header is a single line of visible characters.
        check: pattern(/^[\x20-\x7e]*$/, 'Use printable ASCII characters only.'),
      },
      {
        name: 'signing_secret',
        label: 'Signing secret',
        secret: true,
        hint: 'Signs the WorkOS-Signature header of each event.',
        check: secret.min(16, 'Use at least 16 characters.'),
      },
    ],
  },
  AzureSentinel: {
    name: 'Azure Sentinel',
    fields: [
      { name: 'endpoint', label: 'Logs ingestion endpoint', check: httpsUrl },
      {
        name: 'rule_id',
        label: 'Data collection rule ID',
        check: pattern(/^dcr-[0-9a-f]{32}$/i, 'Use dcr- followed by 32 hexadecimal digits.'),
      },
      {
        name: 'stream_name',
        label: 'Stream name',
        check: pattern(/^(Custom|Microsoft)-\S+$/, 'Must start with Custom- or Microsoft-.'),
      },
      { name: 'tenant_id', label: 'Directory (tenant) ID', check: uuid },
      { name: 'client_id', label: 'Application (client) ID', check: uuid },
      { name: 'client_secret', label: 'Client secret', secret: true, check: secret },
    ],
  },
  Snowflake: {
    name: 'Snowflake',
    fields: [
      {
        name: 'account',
        label: 'Account identifier',
        check: pattern(/^[a-z0-9_]+-[a-z0-9_]+$/i, 'Use the format organization-account.'),
      },
      { name: 'user', label: 'Username', check: text },
      { name: 'warehouse', label: 'Warehouse', check: text },
      { name: 'database', label: 'Database', check: text },
      { name: 'schema', label: 'Schema', check: text },
      { name: 'token', label: 'Programmatic access token', secret: true, check: secret },
    ],
  },
};

export function isDestination(name: string): name is AuditLogStreamType {
  return Object.hasOwn(DESTINATIONS, name);
}
