import { type Context, Hono } from 'hono';
import { requirePortal } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import {
  type AuditLogStream,
  configureStream,
  createAuditLogStream,
  deleteAuditLogStream,
  findAuditLogStream,
  streamSecrets,
} from '../store/audit-log-streams.ts';
import { deliverEvents, deliverSimulated } from './deliver-events.ts';
import { isDeliverable, isOutcome, playTestEvent, sendTestEvent } from './delivery.ts';
import { DESTINATIONS, isDestination } from './destinations.ts';
import { STREAM_PATH, streamPage } from './portal-page.ts';
import { readSettings } from './settings.ts';

/** The Admin Portal pages that set up an audit log stream and send a test event. */
export function portalAuditLogStreamRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.use(STREAM_PATH, requirePortal(local, 'log_streams'));

  app.get(STREAM_PATH, (c) => streamPage(local, c));

  app.post(STREAM_PATH, async (c) => {
    const form = await readForm(c);
    const name = form.action ?? '';
    if (name === 'choose') return choose(local, c, form);
    const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
    const stream = findAuditLogStream(local.db, c.get('portal').organization.id);
    // The stream may have changed while the page was open, so show its current state.
    return action && stream ? action({ local, c, form, stream }) : streamPage(local, c);
  });

  return app;
}

type Action = (context: {
  local: LocalWorkOS;
  c: Context;
  form: Form;
  stream: AuditLogStream;
}) => Response | Promise<Response>;

const ACTIONS: Record<string, Action> = {
  save: ({ local, c, form, stream }) => {
    const { db } = local;
    const result = readSettings(DESTINATIONS[stream.type], form, streamSecrets(db, stream));
    if ('errors' in result) return streamPage(local, c, { form, errors: result.errors });
    configureStream(db, stream.id, result.settings, result.secrets);
    return streamPage(local, c, { notice: 'Saved. Send a test event to start the stream.' });
  },

  test: async ({ local, c, form, stream }) => {
    // There is nowhere to send an event before all settings are saved.
    if (!stream.secrets) return streamPage(local, c);
    const { outcome = '' } = form;
    let tested = true;
    if (isDeliverable(stream)) tested = await sendTestEvent(local, stream);
    else playTestEvent(local, stream, isOutcome(outcome) ? outcome : 'accepts');
    // Events may have waited for this.
    deliverSimulated(local.db, stream.organization_id);
    deliverEvents(local, stream.organization_id);
    return streamPage(local, c, { tested });
  },

  remove: ({ local, c, stream }) => {
    deleteAuditLogStream(local.db, stream.id);
    return streamPage(local, c, { notice: 'The stream was deleted.' });
  },
};

function choose(local: LocalWorkOS, c: Context, { type = '' }: Form): Response | Promise<Response> {
  const organizationId = c.get('portal').organization.id;
  if (findAuditLogStream(local.db, organizationId)) return streamPage(local, c);
  if (!isDestination(type)) return streamPage(local, c, { errors: { type: 'Choose a destination.' } });
  createAuditLogStream(local.db, organizationId, type);
  return streamPage(local, c);
}
