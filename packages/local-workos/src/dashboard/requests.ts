import { Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { dashboardPage } from './dashboard-page.ts';

/** The recent requests, with their status and duration. */
export function requestPages({ requestLog }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/requests', (c) => {
    const requests = requestLog.list();
    return dashboardPage(c, {
      title: 'Requests',
      body:
        requests.length === 0
          ? html`<p class="empty">No requests yet.</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Requests">
              <table>
                <thead>
                  <tr>
                    <th scope="col">At</th><th scope="col">Request</th><th scope="col">Status</th>
                    <th scope="col">Time</th>
                  </tr>
                </thead>
                <tbody>
                  ${requests.map(
                    (request) =>
                      html`<tr>
                        <td>${request.at.toTimeString().slice(0, 8)}</td>
                        <td><code>${request.method} ${request.path}</code></td>
                        <td class="${statusClass(request.status)}">
                          ${request.status}${request.fault ? html` <span class="badge">fault</span>` : ''}
                        </td>
                        <td>${request.milliseconds.toFixed(1)} ms</td>
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>`,
    });
  });

  return app;
}

function statusClass(status: number): string {
  if (status >= 400) return 'status-error';
  return status >= 300 ? 'status-redirect' : 'status-ok';
}
