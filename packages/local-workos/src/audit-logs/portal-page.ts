import type { AuditLogStreamState } from '@workos-inc/widgets/experimental/api/fetch';
import type { Context } from 'hono';
import { html } from 'hono/html';
import { portalPage } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import type { Form } from '../http/request-body.ts';
import { facts, field, type Html, selectField, time } from '../pages/layout.ts';
import {
  type AuditLogStream,
  findAuditLogStream,
  lastSyncedAt,
  type Settings,
  streamSecrets,
  streamSettings,
} from '../store/audit-log-streams.ts';
import { isDeliverable, OUTCOMES } from './delivery.ts';
import { DESTINATIONS, type DestinationField } from './destinations.ts';
import type { SettingsErrors } from './settings.ts';

export const STREAM_PATH = '/portal/audit-log-stream';

/** What the page shows in addition to the state of the stream. */
export interface Remarks {
  notice?: string;
  /** Whether a test event has just been sent. */
  tested?: boolean;
  /** The submitted values and their errors. */
  form?: Form;
  errors?: SettingsErrors;
}

/** Renders the page of the stream, or the choice of a destination if there is none. */
export function streamPage(local: LocalWorkOS, c: Context, remarks: Remarks = {}) {
  const stream = findAuditLogStream(local.db, c.get('portal').organization.id);
  return portalPage(c, {
    title: stream ? DESTINATIONS[stream.type].name : 'Set up a log stream',
    status: remarks.errors ? 422 : 200,
    body: html`${remarks.notice ? html`<p class="notice" role="status">${remarks.notice}</p>` : ''}
      ${stream ? streamBody(local, stream, remarks) : chooseForm(remarks)}`,
  });
}

const STATUS: Record<AuditLogStreamState, string> = {
  Inactive: 'Setup in progress',
  Active: 'Streaming',
  Error: 'Not streaming',
  Invalid: 'Invalid settings',
};

function chooseForm({ errors }: Remarks): Html {
  return html`<p>Send the organization's audit log events to a tool of your choice.</p>
    <form method="post" action="${STREAM_PATH}">
      ${selectField({
        name: 'type',
        label: 'Destination',
        options: Object.entries(DESTINATIONS).map(([value, { name }]) => ({ value, label: name })),
        error: errors?.type,
      })}
      <button class="primary" name="action" value="choose">Continue</button>
    </form>`;
}

function streamBody({ db }: LocalWorkOS, stream: AuditLogStream, remarks: Remarks): Html {
  const { fields } = DESTINATIONS[stream.type];
  const syncedAt = lastSyncedAt(stream);
  const saved = { settings: streamSettings(stream), secrets: streamSecrets(db, stream) };
  return html`${outcome(stream, remarks)}
    ${facts([
      ['Status', STATUS[stream.state]],
      ['Last event', syncedAt ? time(syncedAt) : 'None yet'],
    ])}
    <form method="post" action="${STREAM_PATH}" novalidate>
      ${fields.map((each) => settingsField(each, saved, remarks))}
      <button class="primary" name="action" value="save">Save</button>
    </form>
    ${stream.secrets ? testForm(stream) : ''}
    <details>
      <summary>Delete the stream</summary>
      <p>Events are no longer sent, and the settings are deleted.</p>
      <form method="post" action="${STREAM_PATH}">
        <button name="action" value="remove">Delete</button>
      </form>
    </details>`;
}

function outcome({ error_message }: AuditLogStream, { tested }: Remarks): Html | string {
  if (error_message) return html`<p class="notice error" role="alert">${error_message}</p>`;
  return tested ? html`<p class="notice" role="status">The test event was delivered.</p>` : '';
}

function settingsField(
  { name, label, secret, options, hint }: DestinationField,
  saved: { settings: Settings; secrets: Settings },
  { form, errors }: Remarks,
): Html {
  const error = errors?.[name];
  const value = form?.[name] ?? saved.settings[name];
  if (options) return selectField({ name, label, options, value, error });
  if (!secret) return field({ name, label, value, error, ...(hint ? { hint } : {}) });
  // Secrets are not sent back with a form error. They must be entered again.
  const secretHint = [hint, saved.secrets[name] && 'A value is saved. Leave this empty to keep it.']
    .filter(Boolean)
    .join(' ');
  return field({ name, label, type: 'password', error, ...(secretHint ? { hint: secretHint } : {}) });
}

function testForm(stream: AuditLogStream): Html {
  const { name } = DESTINATIONS[stream.type];
  return html`<h2>Test event</h2>
    <form method="post" action="${STREAM_PATH}">
      ${
        isDeliverable(stream)
          ? html`<p>The event is actually sent, because the endpoint is on this machine.</p>`
          : html`<p>Nothing leaves this machine. Choose the response to simulate.</p>
              ${selectField({
                name: 'outcome',
                label: name,
                options: Object.entries(OUTCOMES).map(([value, label]) => ({ value, label })),
              })}`
      }
      <button name="action" value="test">Send test event</button>
    </form>`;
}
