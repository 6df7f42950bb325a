import { z } from 'zod';
import { requireRow } from '../store/database.ts';
import { newId } from '../store/ids.ts';
import { defaultRole, findRole } from '../store/roles.ts';
import { at, history, organizationId, type SeedContext, timestampAt, userId } from './context.ts';
import { createdAt, email, id, moment, organization } from './fields.ts';
import type { Seed } from './schema.ts';

const fields = {
  id: id.optional(),
  role: z
    .string()
    .optional()
    .describe(
      'The slug of one of `roles`, of the file or of the organization. Defaults to the default role.',
    ),
  roles: z.array(z.string()).min(1).optional().describe('Several roles, if the organization allows it.'),
  status: z.enum(['active', 'inactive', 'pending']).default('active'),
  created_at: createdAt,
  last_activity_at: moment.optional(),
};

const hasRolesOnce = ({ role, roles }: { role?: string | undefined; roles?: string[] | undefined }) =>
  role === undefined || roles === undefined;
const ROLES_ONCE = { error: 'Use role or roles, not both.', path: ['roles'] };

/** A membership below a user. */
export const userMembershipSchema = z
  .strictObject({ organization, ...fields })
  .refine(hasRolesOnce, ROLES_ONCE);

/** A membership below an organization. */
export const organizationMembershipSchema = z
  .strictObject({ email, ...fields })
  .refine(hasRolesOnce, ROLES_ONCE);

/** A membership from anywhere in the file. */
export interface SeededMembership extends z.output<typeof userMembershipSchema> {
  email: string;
  path: (string | number)[];
}

/** All memberships: first those below users, then those below organizations. Each is as old as its user. */
export function listMemberships({ users, organizations }: Seed): SeededMembership[] {
  const age = new Map(users.map(({ email, created_at }) => [email.toLowerCase(), created_at]));
  return [
    ...users.flatMap(({ email, memberships }, user) =>
      memberships.map((membership, index) => ({
        ...membership,
        email,
        path: ['users', user, 'memberships', index],
      })),
    ),
    ...organizations.flatMap(({ name, memberships }, organization) =>
      memberships.map((membership, index) => ({
        ...membership,
        organization: name,
        path: ['organizations', organization, 'memberships', index],
      })),
    ),
  ].map((membership) => ({
    ...membership,
    created_at: membership.created_at ?? age.get(membership.email.toLowerCase()),
  }));
}

export function rolesOf({ role, roles }: Pick<SeededMembership, 'role' | 'roles'>): readonly string[] {
  return roles ?? (role ? [role] : []);
}

export function seedMemberships(context: SeedContext): void {
  const { db, seed } = context;
  for (const membership of listMemberships(seed)) {
    const id = membership.id ?? newId('om', at(context, membership.created_at));
    const organization = organizationId(context, membership.organization);
    const roles = rolesOf(membership);
    db.insert('organization_memberships', {
      id,
      user_id: userId(context, membership.email),
      organization_id: organization,
      status: membership.status,
      last_activity_at: timestampAt(context, membership.last_activity_at),
      ...history(context, membership.created_at),
    });
    addRoles(context, id, organization, roles);
  }
}

/** Gives a new membership its roles, or the default role if it has none. */
export function addRoles(
  { db }: SeedContext,
  membershipId: string,
  organizationId: string,
  roles: readonly string[],
): void {
  for (const slug of roles.length > 0 ? roles : [defaultRole(db).slug]) {
    db.insert('organization_membership_roles', {
      organization_membership_id: membershipId,
      role_id: requireRow(findRole(db, slug, organizationId)).id,
    });
  }
}
