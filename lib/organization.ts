import 'server-only';

import type { Session } from './session';
import { workos } from './workos';

/** The role of who creates an organization. It has to exist in the WorkOS environment. */
const CREATOR_ROLE = 'admin';

/** An invitation that the signed-in person can accept. */
export interface PendingInvitation {
  id: string;
  organizationId: string;
  organizationName: string;
}

/** What an organization is called; undefined when it cannot be found out just now. */
export async function organizationName(organizationId: string | undefined): Promise<string | undefined> {
  if (!organizationId) return undefined;
  try {
    return (await workos().organizations.getOrganization(organizationId)).name;
  } catch {
    return undefined;
  }
}

/**
 * Creates an organization and makes the person its admin. Called twice with one key, as by two clicks at
 * once, it creates one.
 * @returns The organization's id. @throws The SDK's exceptions.
 */
export async function createOrganization(
  session: Session,
  name: string,
  idempotencyKey: string,
): Promise<string> {
  const { id } = await workos().organizations.createOrganization({ name }, { idempotencyKey });
  await becomeAdmin(session, id);
  return id;
}

/** The invitations to organizations that wait for the person, by verified e-mail address. */
export async function pendingInvitations({ user }: Session): Promise<PendingInvitation[]> {
  if (!user.emailVerified) return [];
  const { data } = await workos().userManagement.listInvitations({ email: user.email, limit: 100 });
  const waiting = data.filter(({ state, organizationId }) => state === 'pending' && organizationId);
  return Promise.all(
    waiting.map(async ({ id, organizationId }) => ({
      id,
      organizationId: organizationId ?? '',
      organizationName: (await organizationName(organizationId ?? undefined)) ?? 'an organization',
    })),
  );
}

/** Accepts an invitation that is among the person's own. @returns The organization's id, or undefined. */
export async function acceptInvitation(session: Session, invitationId: string): Promise<string | undefined> {
  const invitation = (await pendingInvitations(session)).find(({ id }) => id === invitationId);
  if (!invitation) return undefined;
  await workos().userManagement.acceptInvitation(invitation.id);
  return invitation.organizationId;
}

async function becomeAdmin({ user }: Session, organizationId: string): Promise<void> {
  const memberships = await workos().userManagement.listOrganizationMemberships({
    userId: user.id,
    organizationId,
  });
  if (memberships.data.length > 0) return;
  try {
    await workos().userManagement.createOrganizationMembership({
      userId: user.id,
      organizationId,
      roleSlug: CREATOR_ROLE,
    });
  } catch (error) {
    // The other of two clicks may have been faster.
    const { data } = await workos().userManagement.listOrganizationMemberships({
      userId: user.id,
      organizationId,
    });
    if (data.length === 0) throw error;
  }
}

/** Whether the person still is in the session's organization; taken for granted when it cannot be found out. */
export async function isMember({ user, organizationId }: Session): Promise<boolean> {
  if (!organizationId) return false;
  try {
    const { data } = await workos().userManagement.listOrganizationMemberships({
      userId: user.id,
      organizationId,
      statuses: ['active'],
    });
    return data.length > 0;
  } catch {
    return true;
  }
}
