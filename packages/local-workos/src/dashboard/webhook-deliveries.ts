import { Hono } from 'hono';
import { html } from 'hono/html';
import { serializeEvent } from '../events/serialize.ts';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Html, time } from '../pages/layout.ts';
import { type Database, requireRow } from '../store/database.ts';
import { findEvent } from '../store/events.ts';
import {
  findDelivery,
  listAttempts,
  listDeliveries,
  redeliver,
  type WebhookAttempt,
  type WebhookDelivery,
} from '../store/webhook-deliveries.ts';
import type { WebhookEndpoint } from '../store/webhook-endpoints.ts';

/** How many deliveries are shown. */
const LIMIT = 50;

export function webhookDeliveryRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.post('/webhooks/deliveries/:id/redeliver', (c) => {
    const id = c.req.param('id');
    const delivery = redeliver(db, orNotFound(findDelivery(db, id), 'Delivery', id).id);
    return c.redirect(`/webhooks/${delivery.webhook_endpoint_id}#${delivery.id}`);
  });

  return app;
}

/** The deliveries to an endpoint, newest first, with their payloads and the answers. */
export function deliveryList(db: Database, endpoint: WebhookEndpoint): Html {
  const deliveries = listDeliveries(db, endpoint.id, LIMIT);
  return html`<h2>Deliveries</h2>
    ${
      deliveries.length === 0
        ? html`<p class="empty">No deliveries yet. The next event that this endpoint receives appears here.</p>`
        : deliveries.map((delivery) => deliveryDetails(db, delivery))
    }`;
}

function deliveryDetails(db: Database, delivery: WebhookDelivery): Html {
  const event = requireRow(findEvent(db, delivery.event_id));
  return html`<details id="${delivery.id}">
    <summary>
      <code>${event.event}</code>
      <span class="${STATUSES[delivery.status].style}">${STATUSES[delivery.status].label}</span>
      <span class="muted">${time(delivery.created_at)}</span>
    </summary>
    <h3>Attempts</h3>
    ${attemptList(db, delivery)}
    <form method="post" action="/webhooks/deliveries/${delivery.id}/redeliver">
      <button class="small" aria-label="Redeliver ${event.event}">Redeliver</button>
    </form>
    <h3>Payload</h3>
    <pre tabindex="0">${JSON.stringify(serializeEvent(event), null, 2)}</pre>
  </details>`;
}

function attemptList(db: Database, delivery: WebhookDelivery): Html {
  const attempts = listAttempts(db, delivery.id);
  return html`${attempts.length === 0 ? html`<p class="muted">None yet.</p>` : ''}
    <ol>
      ${attempts.map(
        (attempt) =>
          html`<li>
            ${time(attempt.created_at)}: ${outcome(attempt)}
            ${attempt.response_body ? html`<pre tabindex="0">${attempt.response_body}</pre>` : ''}
          </li>`,
      )}
    </ol>
    ${
      delivery.status === 'pending' && delivery.next_attempt_at
        ? html`<p class="muted">The next attempt: ${time(delivery.next_attempt_at)}.</p>`
        : ''
    }`;
}

function outcome({ response_status, error }: WebhookAttempt): string {
  return response_status === null ? (error ?? 'No answer') : `Status ${response_status}`;
}

const STATUSES: Record<WebhookDelivery['status'], { label: string; style: string }> = {
  pending: { label: 'Pending', style: 'status-redirect' },
  delivered: { label: 'Delivered', style: 'status-ok' },
  failed: { label: 'Failed', style: 'status-error' },
};
