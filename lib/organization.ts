import 'server-only';

import { createHash } from 'node:crypto';
import type { Organization } from '@workos-inc/node';
import type { Session } from './session.ts';
import { A_MOMENT, within } from './within.ts';
import { workos } from './workos.ts';

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
    return (await within(A_MOMENT, workos().organizations.getOrganization(organizationId))).name;
  } catch {
    return undefined;
  }
}

/** In an organization's metadata while its creator has not become its admin yet. */
const UNFINISHED = { setup: 'unfinished' };

/** How long a creation that stopped halfway can be finished, in milliseconds. */
const UNFINISHED_FOR = 24 * 3_600_000;

/** The person created an organization of this name before, and is no longer in it. */
export class NoLongerMember extends Error {}

/**
 * Creates an organization and makes the person its admin. Asked again, by two clicks at once, after a failure
 * halfway or after a reload, it goes on where it stopped and creates no second one: the organization has an
 * `external_id` made of the person and the name, which WorkOS gives out once.
 * @returns The organization's id. @throws NoLongerMember, or the SDK's exceptions.
 */
export async function createOrganization({ user }: Session, name: string): Promise<string> {
  const organization = await organizationOnce(externalIdOf(user.id, name), name);
  if (await hasMembership(user.id, organization.id)) return organization.id;
  // Whoever was removed does not come back by sending an old form again.
  if (!isUnfinished(organization)) throw new NoLongerMember();
  await becomeAdmin(user.id, organization.id);
  await workos().organizations.updateOrganization({
    organization: organization.id,
    metadata: { setup: 'finished' },
  });
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

/**
 * Accepts an invitation that is among the person's own. One that the person accepted before is as good: what came
 * after it may have failed.
 * @returns The organization's id, or undefined when the invitation cannot be accepted.
 */
export async function acceptInvitation(session: Session, invitationId: string): Promise<string | undefined> {
  const { userManagement } = workos();
  const invitation = (await pendingInvitations(session)).find(({ id }) => id === invitationId);
  if (invitation) {
    await userManagement.acceptInvitation(invitation.id);
    return invitation.organizationId;
  }
  const accepted = await userManagement.getInvitation(invitationId).catch(undefinedIfNotFound);
  const isOwn = accepted?.state === 'accepted' && accepted.acceptedUserId === session.user.id;
  return isOwn ? (accepted.organizationId ?? undefined) : undefined;
}

/** An organization that the person is in. */
export interface OwnOrganization {
  id: string;
  name: string;
}

/** The organizations that the person can go to. @throws The SDK's exceptions. */
export async function organizationsOf({ user }: Session): Promise<OwnOrganization[]> {
  const { data } = await workos().userManagement.listOrganizationMemberships({
    userId: user.id,
    statuses: ['active'],
    limit: 100,
  });
  return data.map(({ organizationId, organizationName }) => ({ id: organizationId, name: organizationName }));
}

/** Whether the person still is in the session's organization; taken for granted when it cannot be found out. */
export async function isMember({ user, organizationId }: Session): Promise<boolean> {
  if (!organizationId) return false;
  try {
    return await within(A_MOMENT, hasMembership(user.id, organizationId));
  } catch {
    return true;
  }
}

/** The organization with this `external_id`, created if there is none. */
async function organizationOnce(externalId: string, name: string): Promise<Organization> {
  const { organizations } = workos();
  const find = () => organizations.getOrganizationByExternalId(externalId).catch(undefinedIfNotFound);
  const found = await find();
  if (found) return found;
  try {
    return await organizations.createOrganization({ name, externalId, metadata: UNFINISHED });
  } catch (error) {
    // The other of two clicks came first.
    const created = await find();
    if (!created) throw error;
    return created;
  }
}

/** The same for names that differ in case and spaces alone. */
function externalIdOf(userId: string, name: string): string {
  const known = name.normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');
  return `${userId}-${createHash('sha256').update(known).digest('hex').slice(0, 24)}`;
}

function isUnfinished({ metadata, createdAt }: Organization): boolean {
  return metadata.setup === UNFINISHED.setup && Date.now() - Date.parse(createdAt) < UNFINISHED_FOR;
}

function undefinedIfNotFound(error: unknown): undefined {
  if (error instanceof Error && 'status' in error && error.status === 404) return undefined;
  throw error;
}

async function becomeAdmin(userId: string, organizationId: string): Promise<void> {
  try {
    await workos().userManagement.createOrganizationMembership({
      userId,
      organizationId,
      roleSlug: CREATOR_ROLE,
    });
  } catch (error) {
    // An earlier try, or the other of two clicks, may have got this far.
    if (!(await hasMembership(userId, organizationId))) throw error;
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
