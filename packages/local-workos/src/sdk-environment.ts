import { randomBytes } from 'node:crypto';
import { apiKey } from './http/api-key.ts';
import type { LocalWorkOS } from './http/context.ts';
import { CLIENT_ID } from './http/options.ts';
import type { Database } from './store/database.ts';
import { readSetting, writeSetting } from './store/settings.ts';
import { appWebhookSecret } from './webhooks/app-endpoint.ts';

/**
 * The variables that AuthKit's SDKs read, pointing to this server. In production, they come from the WorkOS
 * dashboard.
 */
export function sdkEnvironment(local: LocalWorkOS): Record<string, string> {
  const { origin, db } = local;
  const { hostname, port } = new URL(origin);
  return {
    WORKOS_API_KEY: apiKey(db),
    WORKOS_CLIENT_ID: CLIENT_ID,
    WORKOS_API_HOSTNAME: hostname,
    WORKOS_API_PORT: port,
    WORKOS_API_HTTPS: 'false',
    WORKOS_COOKIE_PASSWORD: process.env.WORKOS_COOKIE_PASSWORD || cookiePassword(db),
    ...(local.options.webhook
      ? { WORKOS_WEBHOOK_SECRET: appWebhookSecret(local, local.options.webhook) }
      : {}),
  };
}

/** Stored with the data, so that browsers stay signed in across restarts. */
function cookiePassword(db: Database): string {
  const stored = readSetting(db, 'cookie_password');
  if (stored) return stored;
  const password = randomBytes(32).toString('base64url');
  writeSetting(db, 'cookie_password', password);
  return password;
}
