import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import type { LocalWorkOS } from '../http/context.ts';
import { faultHookSchema } from '../http/fault-hooks.ts';
import { readForm } from '../http/request-body.ts';
import { field } from '../pages/layout.ts';
import { dashboardPage } from './dashboard-page.ts';

/** The active faults, and a form to add one. `/_emulate/hooks` is the API for the same. */
export function faultPages({ faultHooks }: LocalWorkOS): Hono {
  const app = new Hono();

  const page = (c: Context, form: Record<string, string> = {}, error?: string) => {
    const hooks = faultHooks.list();
    return dashboardPage(c, {
      title: 'Faults',
      status: error ? 422 : 200,
      body: html`<p>
          Make Local WorkOS fail on purpose to see how your app reacts. Matching requests get this status, or are
          only delayed.
        </p>
        <form method="post" action="/faults" class="inline-form">
          ${field({ name: 'method', label: 'Method', value: form.method ?? 'POST', hint: '* matches any method' })}
          ${field({ name: 'path', label: 'Path', value: form.path ?? '/widgets/token', hint: '* matches any part' })}
          ${field({ name: 'status', label: 'Status', value: form.status ?? '500', inputmode: 'numeric', hint: 'Empty: delay only' })}
          ${field({ name: 'delay', label: 'Delay in ms', value: form.delay, inputmode: 'numeric', hint: 'Optional' })}
          ${field({ name: 'count', label: 'Count', value: form.count, inputmode: 'numeric', hint: 'Empty: until removed' })}
          <button>Add fault</button>
        </form>
        ${error ? html`<p class="field-error" role="alert">${error}</p>` : ''}
        <h2>Active faults</h2>
        ${
          hooks.length === 0
            ? html`<p class="empty">None.</p>`
            : html`<div class="scroll" tabindex="0" role="region" aria-label="Active faults">
                <table>
                  <thead>
                    <tr>
                      <th scope="col">Request</th><th scope="col">Response</th><th scope="col">Remaining</th>
                      <th scope="col"><span class="muted">Actions</span></th>
                    </tr>
                  </thead>
                  <tbody>
                    ${hooks.map(
                      (hook) =>
                        html`<tr>
                          <td><code>${hook.method} ${hook.path}</code></td>
                          <td>${hook.disconnect ? 'disconnects' : (hook.status ?? 'as usual')}${hook.delay ? `, after ${hook.delay} ms` : ''}</td>
                          <td>${hook.count ?? 'until removed'}</td>
                          <td>
                            <form method="post" action="/faults/${hook.id}/remove">
                              <button class="small" aria-label="Remove ${hook.method} ${hook.path}">Remove</button>
                            </form>
                          </td>
                        </tr>`,
                    )}
                  </tbody>
                </table>
              </div>`
        }`,
    });
  };

  app.get('/faults', (c) => page(c));

  app.post('/faults', async (c) => {
    const form = await readForm(c);
    const number = (text: string | undefined) => (text ? Number(text) : undefined);
    const parsed = faultHookSchema.safeParse({
      method: form.method,
      path: form.path,
      status: number(form.status),
      delay: number(form.delay),
      count: number(form.count),
    });
    if (!parsed.success) {
      const problems = parsed.error.issues.map(({ path, message }) =>
        [...path.map(String), message].join(': '),
      );
      return page(c, form, problems.join('; '));
    }
    faultHooks.add(parsed.data);
    return c.redirect('/faults');
  });

  app.post('/faults/:id/remove', (c) => {
    faultHooks.remove(c.req.param('id'));
    return c.redirect('/faults');
  });

  return app;
}
