import type { AuditLogAction } from '../../lib/audit-log.ts';

/** The targets and the metadata of an action's events, for `POST /audit_logs/actions/{action}/schemas`. */
export interface AuditLogSchema {
  targets: { type: string }[];
  metadata: { type: 'object'; properties: Record<string, { type: 'string' }> };
}

const organizationEvent: AuditLogSchema = {
  targets: [{ type: 'organization' }],
  metadata: { type: 'object', properties: { impersonator: { type: 'string' } } },
};

/** The schemas of what `lib/audit-log.ts` logs. */
export const auditLogSchemas: Record<AuditLogAction, AuditLogSchema> = {
  'organization.created': organizationEvent,
  'organization.joined': organizationEvent,
  'organization.switched': organizationEvent,
};
