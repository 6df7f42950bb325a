import { z } from 'zod';
import { WEBHOOK_EVENT_NAMES } from '../events/names.ts';
import { createWebhookEndpoint } from '../store/webhook-endpoints.ts';
import { endpointUrlProblem } from '../webhooks/endpoint-url.ts';
import type { SeedContext } from './context.ts';

export const webhookEndpointSchema = z.strictObject({
  endpoint_url: z.string().superRefine((url, { addIssue }) => {
    const message = endpointUrlProblem(url);
    if (message) addIssue({ code: 'custom', message, input: url });
  }),
  secret: z
    .string()
    .min(1)
    .optional()
    .describe('What deliveries are signed with. Left out, one is generated: see the Webhooks page.'),
  status: z.enum(['enabled', 'disabled']).default('enabled'),
  events: z
    .array(z.enum(WEBHOOK_EVENT_NAMES))
    .default([...WEBHOOK_EVENT_NAMES])
    .describe('Names of the events that it receives. Left out, it receives all.'),
});

export function seedWebhookEndpoints({ db, seed }: SeedContext): void {
  for (const endpoint of seed.webhookEndpoints) createWebhookEndpoint(db, endpoint);
}
