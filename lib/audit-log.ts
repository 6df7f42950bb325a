import 'server-only';

import { headers } from 'next/headers';
import type { Session } from './session.ts';
import { within } from './within.ts';
import { PATIENCE, workos } from './workos.ts';

/** What the app logs. With WorkOS, each needs a schema: `scripts/workos/audit-log-schemas.ts`. */
export type AuditLogAction = 'organization.created' | 'organization.joined' | 'organization.switched';

/**
 * Adds an event to an organization's audit log. Hand it to `after()`, so that nobody waits for it. A failure is logged
 * and goes no further: what the person did has happened already.
 */
export async function logEvent(
  session: Session,
  action: AuditLogAction,
  organizationId: string,
): Promise<void> {
  try {
    await within(PATIENCE, createEvent(session, action, organizationId));
  } catch (error) {
    console.error(
      `${action} is missing in the audit log:`,
      error instanceof Error ? error.message : 'unknown',
    );
  }
}

async function createEvent(
  { user, impersonator }: Session,
  action: AuditLogAction,
  organizationId: string,
): Promise<void> {
  const sent = await headers();
  const { name, createdAt } = await workos().organizations.getOrganization(organizationId);
  const isCreation = action === 'organization.created';
  await workos().auditLogs.createEvent(
    organizationId,
    {
      action,
      occurredAt: isCreation ? new Date(createdAt) : new Date(),
      actor: { type: 'user', id: user.id, name: user.name },
      targets: [{ type: 'organization', id: organizationId, name }],
      context: {
        location: sent.get('x-forwarded-for')?.split(',')[0]?.trim() || 'unknown',
        userAgent: sent.get('user-agent') ?? 'unknown',
      },
      metadata: impersonator ? { impersonator: impersonator.email } : {},
    },
    // A double click creates one organization, and logs it once.
    isCreation ? { idempotencyKey: `${action}-${organizationId}` } : {},
  );
}
