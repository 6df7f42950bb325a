import { WEBHOOK_EVENT_NAMES } from '../events/names.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { deriveSecret } from '../store/encryption.ts';
import {
  createWebhookEndpoint,
  findWebhookEndpointByUrl,
  setWebhookSecret,
  webhookSecret,
} from '../store/webhook-endpoints.ts';

/** Adds the endpoint that `--webhook` names, or gives the one that is there the secret that the app has. */
export function addAppEndpoint(local: LocalWorkOS): void {
  const { webhook } = local.options;
  if (webhook === undefined) return;
  const secret = appWebhookSecret(local, webhook);
  const endpoint = findWebhookEndpointByUrl(local.db, webhook);
  if (!endpoint) {
    createWebhookEndpoint(local.db, { endpoint_url: webhook, events: WEBHOOK_EVENT_NAMES, secret });
  } else if (webhookSecret(local.db, endpoint) !== secret) setWebhookSecret(local.db, endpoint.id, secret);
}

/**
 * The secret of that endpoint: the one in the environment, or one that stays the same over resets, because the app
 * reads it at its start.
 */
export function appWebhookSecret({ db }: LocalWorkOS, url: string): string {
  if (process.env.WORKOS_WEBHOOK_SECRET) return process.env.WORKOS_WEBHOOK_SECRET;
  const endpoint = findWebhookEndpointByUrl(db, url);
  return endpoint ? webhookSecret(db, endpoint) : `whsec_${deriveSecret(db, `webhook ${url}`)}`;
}
