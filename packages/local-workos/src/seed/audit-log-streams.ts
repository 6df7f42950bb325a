import type { AuditLogStreamType } from '@workos-inc/widgets/experimental/api/fetch';
import { ulid } from 'ulid';
import { z } from 'zod';
import { DESTINATIONS, isDestination } from '../audit-logs/destinations.ts';
import {
  configureStream,
  createAuditLogStream,
  recordDelivery,
  type Settings,
} from '../store/audit-log-streams.ts';
import { newSecret } from '../store/ids.ts';
import { at, organizationId, type SeedContext } from './context.ts';
import { moment, organization } from './fields.ts';

export const auditLogStreamSchema = z
  .strictObject({
    organization,
    type: z.enum(Object.keys(DESTINATIONS)),
    settings: z
      .record(z.string(), z.string())
      .default({})
      .describe('Settings of the destination, such as its `bucket`. Missing secrets are generated.'),
    last_synced_at: moment
      .optional()
      .describe('When the last event arrived. Omit it for a stream that is inactive.'),
  })
  .superRefine(({ type, settings }, { addIssue }) => {
    for (const [name, message] of Object.entries(settingsErrors(type, settings))) {
      addIssue({ code: 'custom', message, path: ['settings', name], input: settings[name] });
    }
  });

export function seedAuditLogStreams(context: SeedContext): void {
  const { db, seed } = context;
  for (const { organization, type, settings, last_synced_at } of seed.auditLogStreams) {
    if (!isDestination(type)) continue;
    const { id } = createAuditLogStream(db, organizationId(context, organization), type);
    const { shown, secrets } = splitSecrets(type, settings);
    configureStream(db, id, shown, secrets);
    const syncedAt = at(context, last_synced_at);
    if (syncedAt) recordDelivery(db, id, { state: 'Active', eventId: ulid(syncedAt.getTime()) });
  }
}

function splitSecrets(type: AuditLogStreamType, given: Settings): { shown: Settings; secrets: Settings } {
  const shown: Settings = {};
  const secrets: Settings = {};
  for (const { name, secret, optional } of DESTINATIONS[type].fields) {
    const value = given[name] ?? (secret && !optional ? newSecret() : undefined);
    if (value !== undefined) (secret ? secrets : shown)[name] = value;
  }
  return { shown, secrets };
}

function settingsErrors(type: string, given: Settings): Record<string, string> {
  if (!isDestination(type)) return {};
  const { fields } = DESTINATIONS[type];
  const names = fields.map(({ name }) => name);
  const errors: Record<string, string> = {};
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) errors[name] = `${type} has no such setting. Settings: ${names.join(', ')}.`;
  }
  for (const { name, secret, optional, check } of fields) {
    const value = given[name];
    if (value === undefined) {
      if (!secret && !optional) errors[name] = `${type} needs this setting.`;
      continue;
    }
    const result = check.safeParse(value);
    if (!result.success) errors[name] = result.error.issues[0]?.message ?? 'This value is not valid.';
  }
  return errors;
}
