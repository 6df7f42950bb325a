import 'server-only';

import { createHash } from 'node:crypto';
import type { Organization } from '@workos-inc/node';
import type { Session } from './session.ts';
import { A_MOMENT, within } from './within.ts';
import { workos } from './workos.ts';

/** The role of an organization's creator. It must exist in the WorkOS environment. */
const CREATOR_ROLE = 'admin';

/** An invitation that the signed-in person can accept. */
export interface PendingInvitation {
  id: string;
  organizationId: string;
  organizationName: string;
}

/** An organization's name, or undefined if WorkOS doesn't answer in time. */
export async function organizationName(organizationId: string | undefined): Promise<string | undefined> {
  if (!organizationId) return undefined;
  try {
    return (await within(A_MOMENT, workos().organizations.getOrganization(organizationId))).name;
  } catch {
    return undefined;
  }
}

/** Marks an organization, in its metadata, until its creator has become its admin. */
const UNFINISHED = { setup: 'unfinished' };

/** How long an interrupted creation can be resumed, in milliseconds. */
const UNFINISHED_FOR = 24 * 3_600_000;

/** The person created an organization with this name before and is no longer a member. */
export class NoLongerMember extends Error {}

/**
 * Creates an organization and makes the person its admin. Called again (a double click, a retry, a reload), it resumes
 * where it stopped and never creates a second one: the organization's `external_id` is derived from the person and the
 * name, and WorkOS keeps external IDs unique.
 * @returns The organization's ID.
 * @throws NoLongerMember, or the SDK's exceptions.
 */
export async function createOrganization({ user }: Session, name: string): Promise<string> {
  const organization = await organizationOnce(externalIdOf(user.id, name), name);
  if (await hasMembership(user.id, organization.id)) return organization.id;
  // A creator who was removed can't get back in by sending an old form again.
  if (!isUnfinished(organization)) throw new NoLongerMember();
  await becomeAdmin(user.id, organization.id);
  await workos().organizations.updateOrganization({
    organization: organization.id,
    metadata: { setup: 'finished' },
  });
  return organization.id;
}

/** The person's pending invitations to organizations. Empty unless their email address is verified. */
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
 * Accepts one of the person's own invitations. Succeeds for one that they already accepted too, because the step after
 * accepting may have failed.
 * @returns The organization's ID, or undefined if the invitation can't be accepted.
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

/** An organization that the person is a member of. */
export interface OwnOrganization {
  id: string;
  name: string;
}

/** The person's organizations. @throws The SDK's exceptions. */
export async function organizationsOf({ user }: Session): Promise<OwnOrganization[]> {
  const { data } = await workos().userManagement.listOrganizationMemberships({
    userId: user.id,
    statuses: ['active'],
    limit: 100,
  });
  return data.map(({ organizationId, organizationName }) => ({ id: organizationId, name: organizationName }));
}

/** Whether the person is still a member of the session's organization. True if WorkOS doesn't answer in time. */
export async function isMember({ user, organizationId }: Session): Promise<boolean> {
  if (!organizationId) return false;
  try {
    return await within(A_MOMENT, hasMembership(user.id, organizationId));
  } catch {
    return true;
  }
}

/** Finds the organization with this `external_id`, or creates it. */
async function organizationOnce(externalId: string, name: string): Promise<Organization> {
  const { organizations } = workos();
  const find = () => organizations.getOrganizationByExternalId(externalId).catch(undefinedIfNotFound);
  const found = await find();
  if (found) return found;
  try {
    return await organizations.createOrganization({ name, externalId, metadata: UNFINISHED });
  } catch (error) {
    // A concurrent call created it first.
    const created = await find();
    if (!created) throw error;
    return created;
  }
}

/** Names that differ only in case or spacing get the same ID. */
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
    // An earlier attempt or a concurrent call may have got this far.
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
