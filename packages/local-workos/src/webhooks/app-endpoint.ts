import { WEBHOOK_EVENT_NAMES } from '../events/names.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { deriveSecret } from '../store/encryption.ts';
import {
  createWebhookEndpoint,
  findWebhookEndpointByUrl,
  webhookSecret,
} from '../store/webhook-endpoints.ts';

/** Adds the endpoint that `--webhook` names, unless it is there. */
export function addAppEndpoint(local: LocalWorkOS): void {
  const { webhook } = local.options;
  if (webhook === undefined || findWebhookEndpointByUrl(local.db, webhook)) return;
  createWebhookEndpoint(local.db, {
    endpoint_url: webhook,
    events: WEBHOOK_EVENT_NAMES,
    secret: appWebhookSecret(local, webhook),
  });
}

/**
 * The secret of that endpoint: the one in the environment, or one that stays the same over resets, because the app
 * reads it at its start.
 */
export function appWebhookSecret({ db }: LocalWorkOS, url: string): string {
  const endpoint = findWebhookEndpointByUrl(db, url);
  if (endpoint) return webhookSecret(db, endpoint);
  return process.env.WORKOS_WEBHOOK_SECRET || `whsec_${deriveSecret(db, `webhook ${url}`)}`;
}
