import type {
  InviteMemberResponse,
  Member,
  MemberRole,
  MembersResponse,
  OrganizationsResponse,
  RemoveMemberResponse,
  ResendInviteResponse,
  RevokeMemberResponse,
  RolesAndConfigResponse,
  UpdateMemberResponse,
} from '@workos-inc/widgets/experimental/api/fetch';
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, refused } from '../http/api-error.ts';
import { callerOrganization, callerUser, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { pageQuery } from '../http/pagination.ts';
import { typedName } from '../http/person-name.ts';
import { emailAddress } from '../http/request-body.ts';
import { readWidgetBody } from '../http/widget-body.ts';
import {
  type InvitationErrorCode,
  type InvitationResult,
  invite,
  resendInvitation,
  revokeInvitation,
} from '../invitations/invite.ts';
import type { Database } from '../store/database.ts';
import { deleteMembership, listActiveMemberships, setMembershipRoles } from '../store/memberships.ts';
import { findOrganization, type Organization } from '../store/organizations.ts';
import { findRole, listRoles } from '../store/roles.ts';
import {
  findMember,
  listMembers,
  type MemberRow,
  memberActions,
  memberInvitation,
  memberStatus,
  serializeMember,
} from './members.ts';

const PATH = '/_widgets/UserManagement';

/** The widgets send `limit` as text and read older members with `before`. Invalid values are not rejected. */
const membersQuery = pageQuery.omit({ order: true }).extend({
  limit: z.coerce.number().int().min(1).max(100).catch(10),
  search: z.string().optional(),
  role: z.string().optional(),
});

/** The invite dialog recognizes these messages and shows them next to the invalid field. */
const INVALID_EMAIL = 'Invalid email';
const INVALID_ROLE = 'Invalid role';

const rolesField = z.array(z.string(INVALID_ROLE), INVALID_ROLE);

const inviteBody = z.object(
  {
    roles: rolesField,
    email: z.custom<string>((value) => emailAddress.safeParse(value).success, INVALID_EMAIL),
    firstName: typedName('First name').nullish(),
    lastName: typedName('Last name').nullish(),
  },
  INVALID_EMAIL,
);

const updateBody = z.object({ roles: rolesField }, INVALID_ROLE);

/** The API of `<UsersManagement>` and `<OrganizationSwitcher>`. */
export function userManagementRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();

  app.get(`${PATH}/organizations`, (c) => {
    const current = c.get('caller').organization;
    const organizations = listActiveMemberships(db, callerUser(c).id)
      .flatMap((membership) => findOrganization(db, membership.organization_id) ?? [])
      .toSorted((a, b) => a.name.localeCompare(b.name) || a.id.localeCompare(b.id));
    return c.json<OrganizationsResponse>({
      data: organizations.map(({ id, name }) => ({ id, name, current: id === current?.id, favicon: null })),
    });
  });

  app.use(`${PATH}/*`, requirePermission('widgets:users-table:manage'));

  app.get(`${PATH}/members`, (c) => {
    const organization = callerOrganization(c);
    const query = membersQuery.parse(c.req.query());
    const page = listMembers(db, organization.id, query, { ...query, order: 'normal' });
    return c.json<MembersResponse>({
      data: page.rows.map((row) => serializeMember(local, organization.id, row, c.get('caller').user?.id)),
      list_metadata: page.listMetadata,
      // The name in widgets up to 1.8.
      ...{ listMetadata: page.listMetadata },
    });
  });

  app.post(`${PATH}/members/:userId`, async (c) => {
    actOn(db, c, 'edit-role');
    const { roles } = await readWidgetBody(c, updateBody);
    // Again, because the member may have been removed while the body arrived.
    const { member, organization } = actOn(db, c, 'edit-role');
    requireRoles(db, roles, organization);
    setMembershipRoles(db, member.membership_id, roles);
    return c.json<UpdateMemberResponse>({ id: member.id, success: true });
  });

  app.delete(`${PATH}/members/:userId`, (c) => {
    const { member } = actOn(db, c, 'revoke-membership');
    deleteMembership(db, member.membership_id);
    return c.json<RemoveMemberResponse>({ id: member.id, success: true });
  });

  app.get(`${PATH}/roles`, (c) => c.json<MemberRole[]>(memberRoles(db, callerOrganization(c))));

  app.get(`${PATH}/roles-and-config`, (c) => {
    const organization = callerOrganization(c);
    return c.json<RolesAndConfigResponse>({
      roles: memberRoles(db, organization),
      multipleRolesEnabled: organization.multiple_roles_enabled === 1,
    });
  });

  app.post(`${PATH}/invite-user`, async (c) => {
    const organization = callerOrganization(c);
    const body = await readWidgetBody(c, inviteBody);
    requireRoles(db, body.roles, organization);
    unwrap(
      invite(local, {
        email: body.email,
        organizationId: organization.id,
        roles: body.roles,
        inviterUserId: c.get('caller').user?.id,
        firstName: body.firstName,
        lastName: body.lastName,
      }),
    );
    return c.json<InviteMemberResponse>({ success: true }, 201);
  });

  app.post(`${PATH}/invites/:userId/resend`, (c) => {
    const { member, organization } = memberOf(db, c);
    const invitation = memberInvitation(db, organization.id, member);
    unwrap(resendInvitation(local, orNotFound(invitation, 'Invitation', member.id)));
    return c.json<ResendInviteResponse>({ id: member.id, success: true }, 201);
  });

  app.delete(`${PATH}/invites/:userId`, (c) => {
    const { member, organization } = memberOf(db, c);
    const invitation = memberInvitation(db, organization.id, member);
    unwrap(revokeInvitation(local, orNotFound(invitation, 'Invitation', member.id)));
    return c.json<RevokeMemberResponse>({ id: member.id, success: true });
  });

  return app;
}

/** Returns the member in the path, who must be in the caller's organization. @throws ApiError 404. */
function memberOf(db: Database, c: Context): { member: MemberRow; organization: Organization } {
  const organization = callerOrganization(c);
  const userId = c.req.param('userId') ?? '';
  return { member: orNotFound(findMember(db, organization.id, userId), 'User', userId), organization };
}

/** Like {@link memberOf}, but requires that the action is allowed. @throws ApiError 400 when it is not. */
function actOn(db: Database, c: Context, action: Member['actions'][number]) {
  const found = memberOf(db, c);
  const status = memberStatus(db, found.organization.id, found.member);
  const isCaller = found.member.id === c.get('caller').user?.id;
  if (!memberActions(status, isCaller).includes(action)) {
    throw refused(
      isCaller ? 'You cannot do this to yourself.' : `Not possible while the status is ${status}.`,
    );
  }
  return found;
}

function memberRoles(db: Database, organization: Organization): MemberRole[] {
  return listRoles(db, organization.id).map(({ name, slug, description, is_default }) => ({
    name,
    slug,
    description,
    default: is_default === 1,
  }));
}

function requireRoles(db: Database, roles: string[], organization: Organization): void {
  if (roles.length === 0 || roles.some((slug) => !findRole(db, slug, organization.id)))
    throw refused(INVALID_ROLE);
  if (roles.length > 1 && !organization.multiple_roles_enabled) throw refused(INVALID_ROLE);
}

/** The invite dialog recognizes these messages too. */
const INVITATION_MESSAGES: Partial<Record<InvitationErrorCode, string>> = {
  user_already_organization_member: 'User already exists',
  email_already_invited_to_organization: 'User already invited',
  invalid_role: INVALID_ROLE,
};

function unwrap(result: InvitationResult): void {
  if (!result.ok) throw refused(INVITATION_MESSAGES[result.code] ?? result.message);
}
