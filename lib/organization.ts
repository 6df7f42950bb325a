import 'server-only';

import type { Session } from './session';
import { workos } from './workos';

/** The role of the person who creates an organization. It has to exist in the WorkOS environment. */
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
 * Creates an organization and makes the person its admin. Called again with the same key, as by two clicks
 * at once or after a failure halfway, it creates no second one.
 * @returns The organization's id. @throws The SDK's exceptions.
 */
export async function createOrganization(
  session: Session,
  name: string,
  idempotencyKey: string,
): Promise<string> {
  const { organizations } = workos();
  // The key comes from the browser: another person's is not the same.
  const options = { idempotencyKey: `${session.user.id}:${idempotencyKey}` };
  const organization = await organizations.createOrganization({ name }, options);
  // A second try may come with a better name.
  if (organization.name !== name)
    await organizations.updateOrganization({ organization: organization.id, name });
  await becomeAdmin(session, organization.id);
  return organization.id;
}

/** The invitations to organizations that wait for the person, by verified e-mail address. */
export async function pendingInvitations({ user }: Session): Promise<PendingInvitation[]> {
  if (!user.emailVerified) return [];
  const { data } = await workos().userManagement.listInvitations({ email: user.email, limit: 100 });
  const waiting = data.flatMap(({ id, state, organizationId }) =>
    state === 'pending' && organizationId ? [{ id, organizationId }] : [],
  );
  return Promise.all(
    waiting.map(async ({ id, organizationId }) => ({
      id,
      organizationId,
      organizationName: (await organizationName(organizationId)) ?? 'an organization',
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

/** Whether the person still is in the session's organization; taken for granted when it cannot be found out. */
export async function isMember({ user, organizationId }: Session): Promise<boolean> {
  if (!organizationId) return false;
  try {
    return await hasMembership(user.id, organizationId);
  } catch {
    return true;
  }
}

async function becomeAdmin(session: Session, organizationId: string): Promise<void> {
  try {
    await workos().userManagement.createOrganizationMembership({
      userId: session.user.id,
      organizationId,
      roleSlug: CREATOR_ROLE,
    });
  } catch (error) {
    // An earlier try, or the other of two clicks, may have got this far.
    if (!(await hasMembership(session.user.id, organizationId))) throw error;
  }
}

async function hasMembership(userId: string, organizationId: string): Promise<boolean> {
  const { data } = await workos().userManagement.listOrganizationMemberships({
    userId,
    organizationId,
    statuses: ['active'],
  });
  return data.length > 0;
}
