import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { z } from 'zod';
import { flagFields } from '../feature-flags/fields.ts';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { field, type Html } from '../pages/layout.ts';
import type { Database } from '../store/database.ts';
import {
  addFlagTarget,
  createFeatureFlag,
  deleteFeatureFlag,
  type FeatureFlag,
  findFeatureFlag,
  listFeatureFlags,
  listFlagTargets,
  removeFlagTarget,
  targetsByFlag,
  updateFeatureFlag,
} from '../store/feature-flags.ts';
import { dashboardPage } from './dashboard-page.ts';
import { findTarget, nameOfTarget } from './flag-targets.ts';

const creation = z.object(flagFields);

/** The feature flags, which WorkOS's API can neither create nor delete. */
export function featureFlagPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (c: Context): FeatureFlag => {
    const slug = c.req.param('slug') ?? '';
    return orNotFound(findFeatureFlag(db, slug), 'Feature flag', slug);
  };
  const backTo = (c: Context, { slug }: FeatureFlag) => c.redirect(`/flags/${slug}`);

  app.get('/flags', (c) => flagsPage(db, c));

  app.post('/flags', async (c) => {
    const form = await readForm(c);
    const parsed = creation.safeParse(form);
    if (!parsed.success) return flagsPage(db, c, { form, errors: parsed.error.issues });
    const { slug, name, description } = parsed.data;
    if (findFeatureFlag(db, slug)) {
      return flagsPage(db, c, {
        form,
        errors: [{ path: ['slug'], message: 'Another flag has this slug.' }],
      });
    }
    return backTo(c, createFeatureFlag(db, { slug, name, description: description || null }));
  });

  app.get('/flags/:slug', (c) => flagPage(db, c, find(c)));

  app.post('/flags/:slug/enabled', async (c) => {
    const { enabled } = await readForm(c);
    return backTo(c, updateFeatureFlag(db, find(c), { enabled: enabled === '1' ? 1 : 0 }));
  });

  app.post('/flags/:slug/default-value', async (c) => {
    const { default_value } = await readForm(c);
    return backTo(c, updateFeatureFlag(db, find(c), { default_value: default_value === '1' ? 1 : 0 }));
  });

  app.post('/flags/:slug/targets', async (c) => {
    const { target: text = '' } = await readForm(c);
    const flag = find(c);
    const found = findTarget(db, text);
    if ('error' in found) return flagPage(db, c, flag, { text, error: found.error });
    addFlagTarget(db, flag, found.target);
    return backTo(c, flag);
  });

  app.post('/flags/:slug/targets/:id/remove', (c) => {
    const flag = find(c);
    const found = findTarget(db, c.req.param('id'));
    if ('target' in found) removeFlagTarget(db, flag, found.target);
    return backTo(c, flag);
  });

  app.post('/flags/:slug/delete', (c) => {
    deleteFeatureFlag(db, find(c));
    return c.redirect('/flags');
  });

  return app;
}

interface Refused {
  form: Form;
  errors: readonly { path: readonly PropertyKey[]; message: string }[];
}

function flagsPage(
  db: Database,
  c: Context,
  { form, errors }: Refused = { form: {}, errors: [] },
): Response | Promise<Response> {
  const flags = listFeatureFlags(db);
  const targets = targetsByFlag(db);
  const input = (name: string, label: string, hint: string) =>
    field({
      name,
      label,
      hint,
      value: form[name],
      error: errors.find(({ path }) => path[0] === name)?.message,
    });
  return dashboardPage(c, {
    title: 'Feature flags',
    status: errors.length > 0 ? 422 : 200,
    body: html`<p>
        A session gets a change with its next access token, in the claim <code>feature_flags</code>. The SDK's runtime
        client gets it at its next poll.
      </p>
      ${
        flags.length === 0
          ? html`<p class="empty">No feature flags yet.</p>`
          : html`<div class="scroll" tabindex="0" role="region" aria-label="Feature flags">
              <table>
                <thead>
                  <tr>
                    <th scope="col">Flag</th><th scope="col">State</th><th scope="col">While on</th>
                    <th scope="col"><span class="muted">Actions</span></th>
                  </tr>
                </thead>
                <tbody>
                  ${flags.map((flag) => flagRow(flag, targets.get(flag.id)?.length ?? 0))}
                </tbody>
              </table>
            </div>`
      }
      <div class="narrow">
        <h2>New feature flag</h2>
        <form method="post" action="/flags" novalidate>
          ${input('name', 'Name', 'Such as Advanced Analytics.')}
          ${input('slug', 'Slug', 'What your code asks for, such as advanced-analytics.')}
          ${input('description', 'Description', 'Optional.')}
          <button>Create feature flag</button>
        </form>
      </div>`,
  });
}

function flagRow(flag: FeatureFlag, targets: number): Html {
  const some = targets === 1 ? '1 target' : `${targets} targets`;
  return html`<tr>
    <td><a href="/flags/${flag.slug}"><strong>${flag.name}</strong></a><br /><code>${flag.slug}</code></td>
    <td><span class="badge">${flag.enabled ? 'on' : 'off'}</span></td>
    <td>${flag.default_value ? 'everyone' : some}</td>
    <td>${enabledForm(flag, true)}</td>
  </tr>`;
}

function flagPage(
  db: Database,
  c: Context,
  flag: FeatureFlag,
  refused?: { text: string; error: string },
): Response | Promise<Response> {
  const action = `/flags/${flag.slug}`;
  const targets = listFlagTargets(db, flag);
  return dashboardPage(c, {
    title: flag.name,
    status: refused ? 422 : 200,
    body: html`<p class="muted"><code>${flag.slug}</code></p>
      ${flag.description ? html`<p>${flag.description}</p>` : ''}
      <h2>State</h2>
      <p>${flag.enabled ? 'The flag is on.' : 'The flag is off. Nobody has it.'}</p>
      ${enabledForm(flag, false)}
      <h2>Default</h2>
      <p>While the flag is on, ${flag.default_value ? 'everyone has it' : 'only its targets have it'}.</p>
      <form method="post" action="${action}/default-value">
        <button name="default_value" value="${flag.default_value ? '0' : '1'}">
          ${flag.default_value ? 'Only for targets' : 'For everyone'}
        </button>
      </form>
      <div class="narrow">
        <h2>Targets</h2>
        ${
          targets.length === 0
            ? html`<p class="empty">No targets yet.</p>`
            : html`<ul class="plain-list">
                ${targets.map((target) => {
                  const { id, name } = nameOfTarget(db, target);
                  return html`<li>
                    <span class="what">${name}<br /><code>${id}</code></span>
                    <form method="post" action="${action}/targets/${id}/remove">
                      <button class="small" aria-label="Remove ${name}">Remove</button>
                    </form>
                  </li>`;
                })}
              </ul>`
        }
        <form method="post" action="${action}/targets" novalidate>
          ${field({
            name: 'target',
            label: 'User or organization',
            hint: 'The email address of a user, the name of an organization, or an id.',
            value: refused?.text,
            error: refused?.error,
          })}
          <button>Add target</button>
        </form>
      </div>
      <h2>Delete</h2>
      <form method="post" action="${action}/delete"><button>Delete feature flag</button></form>`,
  });
}

function enabledForm({ slug, name, enabled }: FeatureFlag, inList: boolean): Html {
  const turn = enabled ? 'Turn off' : 'Turn on';
  return html`<form method="post" action="/flags/${slug}/enabled">
    <button
      class="${inList ? 'small' : ''}"
      name="enabled"
      value="${enabled ? '0' : '1'}"
      aria-label="${turn} ${name}"
    >
      ${turn}
    </button>
  </form>`;
}
