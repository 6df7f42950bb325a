import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { WEBHOOK_EVENT_NAMES } from '../events/names.ts';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readFormChoices } from '../http/request-body.ts';
import { field, type Html, time } from '../pages/layout.ts';
import {
  createWebhookEndpoint,
  deleteWebhookEndpoint,
  findWebhookEndpoint,
  findWebhookEndpointByUrl,
  listWebhookEndpoints,
  subscribedEvents,
  updateWebhookEndpoint,
  webhookSecret,
} from '../store/webhook-endpoints.ts';
import { endpointUrlProblem } from '../webhooks/endpoint-url.ts';
import { dashboardPage } from './dashboard-page.ts';
import { deliveryList } from './webhook-deliveries.ts';

interface EndpointForm {
  url: string;
  groups: readonly string[];
  errors: { url?: string | undefined; events?: string | undefined };
}

/** Webhook endpoints: where they are, which events they receive, and what became of each delivery. */
export function webhookPages(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  const find = (c: Context) => {
    const id = c.req.param('id') ?? '';
    return orNotFound(findWebhookEndpoint(db, id), 'Webhook endpoint', id);
  };

  app.get('/webhooks', (c) => listPage(local, c, { url: '', groups: [...GROUPS.keys()], errors: {} }));

  app.post('/webhooks', async (c) => {
    const { endpoint_url = '', group = [] } = await readFormChoices(c);
    const url = String(endpoint_url).trim();
    const groups = [group].flat().map(String);
    const events = groups.flatMap((name) => GROUPS.get(name) ?? []);
    const errors = {
      url:
        endpointUrlProblem(url) ??
        (findWebhookEndpointByUrl(db, url) ? 'There is an endpoint with this URL already.' : undefined),
      events: events.length === 0 ? 'Choose at least one.' : undefined,
    };
    if (errors.url || errors.events) return listPage(local, c, { url, groups, errors });
    const { id } = createWebhookEndpoint(db, { endpoint_url: url, events });
    return c.redirect(`/webhooks/${id}`);
  });

  app.get('/webhooks/:id', (c) => {
    const endpoint = find(c);
    const secret = webhookSecret(db, endpoint);
    const isEnabled = endpoint.status === 'enabled';
    const events = subscribedEvents(endpoint);
    return dashboardPage(c, {
      title: endpoint.endpoint_url,
      body: html`<p class="muted"><code>${endpoint.id}</code></p>
        <h2>Secret</h2>
        <p>Your app verifies deliveries with this secret.</p>
        <p><code>${secret}</code></p>
        <h2>Status</h2>
        <p>${isEnabled ? 'Events are delivered.' : 'Off. Pending deliveries wait until it is on again.'}</p>
        <div class="row">
          <form method="post" action="/webhooks/${endpoint.id}/status">
            <button name="status" value="${isEnabled ? 'disabled' : 'enabled'}">${isEnabled ? 'Turn off' : 'Turn on'}</button>
          </form>
          <form method="post" action="/webhooks/${endpoint.id}/delete">
            <button class="danger">Delete endpoint</button>
          </form>
        </div>
        <h2>Events</h2>
        <details>
          <summary>${events.length} of ${WEBHOOK_EVENT_NAMES.length}</summary>
          <ul>
            ${events.map((name) => html`<li><code>${name}</code></li>`)}
          </ul>
        </details>
        ${deliveryList(db, endpoint)}`,
    });
  });

  app.post('/webhooks/:id/status', async (c) => {
    const endpoint = find(c);
    const { status } = await readFormChoices(c);
    updateWebhookEndpoint(db, endpoint.id, { status: status === 'enabled' ? 'enabled' : 'disabled' });
    return c.redirect(`/webhooks/${endpoint.id}`);
  });

  app.post('/webhooks/:id/delete', (c) => {
    deleteWebhookEndpoint(db, find(c).id);
    return c.redirect('/webhooks');
  });

  return app;
}

function listPage({ db }: LocalWorkOS, c: Context, form: EndpointForm): Response | Promise<Response> {
  const endpoints = listWebhookEndpoints(db);
  return dashboardPage(c, {
    title: 'Webhooks',
    status: form.errors.url || form.errors.events ? 422 : 200,
    body: html`${
      endpoints.length === 0
        ? html`<p class="empty">No endpoints yet. Add the address at which your app receives events.</p>`
        : html`<div class="scroll" tabindex="0" role="region" aria-label="Endpoints">
            <table>
              <thead>
                <tr><th scope="col">Endpoint</th><th scope="col">Events</th><th scope="col">Status</th><th scope="col">Created</th></tr>
              </thead>
              <tbody>
                ${endpoints.map(
                  (endpoint) =>
                    html`<tr>
                      <td><a href="/webhooks/${endpoint.id}">${endpoint.endpoint_url}</a></td>
                      <td>${subscribedEvents(endpoint).length}</td>
                      <td>${endpoint.status === 'enabled' ? 'On' : 'Off'}</td>
                      <td>${time(endpoint.created_at)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>
          </div>`
    }
    <h2>Add an endpoint</h2>
    ${endpointForm(form)}`,
  });
}

function endpointForm({ url, groups, errors }: EndpointForm): Html {
  return html`<form method="post" action="/webhooks" class="narrow" novalidate>
    ${field({
      name: 'endpoint_url',
      label: 'URL',
      type: 'url',
      value: url,
      hint: 'For example http://localhost:3000/webhooks.',
      error: errors.url,
    })}
    <fieldset class="checks columns" ${errors.events ? html`aria-describedby="events-error"` : ''}>
      <legend>Events</legend>
      ${[...GROUPS.keys()].map(
        (name) =>
          html`<div class="field">
            <label class="check">
              <input type="checkbox" name="group" value="${name}" ${groups.includes(name) ? html`checked` : ''} />
              <code>${name}.*</code>
            </label>
          </div>`,
      )}
    </fieldset>
    ${errors.events ? html`<p class="field-error" id="events-error" role="alert">${errors.events}</p>` : ''}
    <button class="primary">Add endpoint</button>
  </form>`;
}

/** The events by the first part of their names, such as `user` for `user.created`. */
const GROUPS: ReadonlyMap<string, readonly string[]> = Map.groupBy(
  WEBHOOK_EVENT_NAMES.toSorted(),
  (name) => name.split('.')[0] ?? name,
);
