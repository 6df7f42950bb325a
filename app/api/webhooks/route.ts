import { SignatureVerificationException } from '@workos-inc/node';
import { env } from '@/lib/env';
import { workos } from '@/lib/workos';
import { handleEvent } from './handle-event';

/**
 * Receives events from WorkOS: https://workos.com/docs/events/data-syncing/webhooks. WorkOS sends an event again unless
 * the answer is 2xx, so an event can come twice. To do without webhooks, delete this folder.
 */
export async function POST(request: Request): Promise<Response> {
  const { webhookSecret: secret } = env();
  if (!secret) return Response.json({ message: 'WORKOS_WEBHOOK_SECRET is not set.' }, { status: 501 });
  const payload = await request.text();
  const sigHeader = request.headers.get('workos-signature') ?? '';
  const event = await workos()
    .webhooks.constructEvent({ payload, sigHeader, secret })
    .catch((error: unknown) => {
      if (error instanceof SignatureVerificationException) return undefined;
      // WorkOS signed it, but this SDK cannot read it: the log says so, and WorkOS sends it again.
      throw error;
    });
  if (!event) return Response.json({ message: 'The signature does not match.' }, { status: 400 });
  await handleEvent(event);
  return new Response(null, { status: 204 });
}
