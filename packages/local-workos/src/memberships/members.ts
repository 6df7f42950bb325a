import type { Member } from '@workos-inc/widgets/experimental/api/fetch';
import type { LocalWorkOS } from '../http/context.ts';
import type { Database } from '../store/database.ts';
import { findLatestInvitation, type Invitation, invitationState } from '../store/invitations.ts';
import { membershipRoles, type OrganizationMembership } from '../store/memberships.ts';
import { listPage, type Page, type PageQuery, whereDefined } from '../store/pagination.ts';
import { fullName, searchIndexJoin, searchPosition } from '../store/search-index.ts';
import { termsToFind } from '../store/search-terms.ts';
import type { User } from '../store/users.ts';
import { pictureUrl } from '../users/pictures.ts';

/** A member of an organization: the user, the membership, and the latest invitation. */
export interface MemberRow extends User {
  membership_id: string;
  membership_status: OrganizationMembership['status'];
  membership_last_activity_at: string | null;
  membership_created_at: string;
}

/** Excludes deactivated members, because the widget has no status for them. */
const LISTED = ['active', 'pending'] as const;

const COLUMNS = `users.*, om.id AS membership_id, om.status AS membership_status,
  om.last_activity_at AS membership_last_activity_at, om.created_at AS membership_created_at`;

/** Lists one page of an organization's members, newest first, filtered by text (name or email) and role. */
export function listMembers(
  db: Database,
  organizationId: string,
  filter: { search?: string | undefined; role?: string | undefined },
  query: PageQuery,
): Page<MemberRow> {
  const search = filter.search?.trim() || undefined;
  const role = filter.role || undefined;
  const list = search || role ? matches(organizationId, search, role) : everyone(organizationId);
  return listPage<MemberRow, 'membership_id'>(db, query, {
    ...list,
    idColumn: 'om.id',
    key: 'membership_id',
  });
}

/** An index has the members of one status in the order of the list. */
function everyone(organizationId: string) {
  return {
    select: LISTED.map(
      (
        status,
      ) => `SELECT ${COLUMNS} FROM organization_memberships AS om CROSS JOIN users ON users.id = om.user_id
        WHERE om.organization_id = :organizationId AND om.status = '${status}'`,
    ),
    parameters: { organizationId },
  };
}

/** The search index proposes members in the order of the list. The conditions decide. */
function matches(organizationId: string, search: string | undefined, role: string | undefined) {
  const parameters = { organizationId, search, role };
  const where = whereDefined(
    {
      organizationId: `om.organization_id = :organizationId AND om.status <> 'inactive'`,
      search: `(instr(lower(users.email), lower(:search)) > 0 OR instr(${fullName('users')}, lower(:search)) > 0)`,
      role: `EXISTS (SELECT 1 FROM organization_membership_roles AS assigned
        JOIN roles ON roles.id = assigned.role_id
        WHERE assigned.organization_membership_id = om.id AND roles.slug = :role)`,
    },
    parameters,
  );
  return {
    select: `SELECT ${COLUMNS} FROM ${searchIndexJoin('member')}
      CROSS JOIN organization_memberships AS om ON om.id = document.id
      CROSS JOIN users ON users.id = om.user_id ${where} AND member_terms MATCH :terms`,
    parameters: { ...parameters, terms: termsToFind(organizationId, { needle: search, label: role }) },
    position: searchPosition('member'),
  };
}

export function findMember(db: Database, organizationId: string, userId: string): MemberRow | undefined {
  return db.get<MemberRow>(
    `SELECT ${COLUMNS} FROM organization_memberships AS om JOIN users ON users.id = om.user_id
     WHERE om.organization_id = :organizationId AND om.status <> 'inactive' AND om.user_id = :userId`,
    { organizationId, userId },
  );
}

export function memberStatus(db: Database, organizationId: string, member: MemberRow): Member['status'] {
  if (member.membership_status === 'active') return 'Active';
  const invitation = memberInvitation(db, organizationId, member);
  switch (invitation && invitationState(db, invitation)) {
    case 'pending':
      return 'Invited';
    case 'expired':
      return 'InviteExpired';
    case 'revoked':
      return 'InviteRevoked';
    default:
      return 'NoInvite';
  }
}

export function memberInvitation(
  db: Database,
  organizationId: string,
  member: MemberRow,
): Invitation | undefined {
  return findLatestInvitation(db, member.email, organizationId);
}

/**
 * The actions that the widget's menu offers for a member, which are also the ones that the API allows. An
 * expired or revoked invitation cannot be resent (see the contract of `resendInvite`), only removed or sent as
 * a new one.
 */
export function memberActions(status: Member['status'], isCaller: boolean): Member['actions'] {
  if (isCaller) return [];
  switch (status) {
    case 'Active':
    case 'NoInvite':
      return ['edit-role', 'revoke-membership'];
    case 'Invited':
      return ['edit-role', 'resend-invite', 'revoke-invite'];
    case 'InviteExpired':
    case 'InviteRevoked':
      return ['revoke-membership'];
  }
}

export function serializeMember(
  { db, origin }: LocalWorkOS,
  organizationId: string,
  member: MemberRow,
  callerId: string | undefined,
): Member {
  const status = memberStatus(db, organizationId, member);
  const isCaller = member.id === callerId;
  return {
    id: member.id,
    email: member.email,
    emailVerified: member.email_verified === 1,
    profilePictureUrl: pictureUrl(origin, member.profile_picture_url),
    firstName: member.first_name,
    lastName: member.last_name,
    createdAt: member.membership_created_at,
    lastActivityAt: member.membership_last_activity_at,
    status,
    actions: memberActions(status, isCaller),
    ...(isCaller ? { isLoggedInUser: true } : {}),
    roles: membershipRoles(db, member.membership_id).map(({ name, slug, description }) => ({
      name,
      slug,
      description,
    })),
  };
}
