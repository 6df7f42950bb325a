import { z } from 'zod';
import { createPermission, createRole, setRolePermissions } from '../store/roles.ts';
import { WIDGET_PERMISSIONS } from '../store/widget-permissions.ts';
import type { SeedContext } from './context.ts';

const slug = z
  .string()
  .max(48)
  .regex(/^[a-z0-9][a-z0-9:._-]*$/, 'Use lowercase letters, digits, and : . _ -');

export const permissionSchema = z.strictObject({
  slug,
  name: z.string().min(1).max(48),
  description: z.string().max(150).optional(),
});

export const roleSchema = z.strictObject({
  slug,
  name: z.string().min(1).max(48),
  description: z.string().max(150).optional(),
  is_default_role: z.boolean().default(false).describe('The role of members who have no other.'),
  permissions: z
    .array(z.string())
    .default([])
    .describe("Slugs of `permissions`, and WorkOS's own such as widgets:users-table:manage."),
});

/** A role below an organization, which only its members can have. */
export const organizationRoleSchema = roleSchema.omit({ is_default_role: true }).extend({
  slug: z
    .string()
    .max(48)
    .regex(/^org-[a-z0-9_-]+$/, 'Begin with "org-", and use lowercase letters, digits, "_", and "-".'),
});

type Role = z.output<typeof roleSchema>;

/** WorkOS's own permissions, which exist without being in the file. */
export const SYSTEM_PERMISSIONS: readonly string[] = WIDGET_PERMISSIONS.map(({ slug }) => slug);

/** The roles of a new WorkOS environment. */
const ADMIN: Role = {
  slug: 'admin',
  name: 'Admin',
  is_default_role: false,
  permissions: [...SYSTEM_PERMISSIONS],
};
const MEMBER: Role = { slug: 'member', name: 'Member', is_default_role: false, permissions: [] };

/** The roles of the file, strongest first. Defaults to `admin` and `member`. `member` always exists. */
export function seededRoles(roles: readonly Role[]): readonly Role[] {
  if (roles.length === 0) return [ADMIN, MEMBER];
  return roles.some(({ slug }) => slug === MEMBER.slug) ? roles : [...roles, MEMBER];
}

export function seedRoles({ db, seed }: SeedContext): void {
  for (const { slug, name } of WIDGET_PERMISSIONS) createPermission(db, { slug, name, system: true });
  for (const permission of seed.permissions) createPermission(db, permission);
  const roles = seededRoles(seed.roles);
  const hasDefault = roles.some((role) => role.is_default_role);
  for (const { slug, name, description, is_default_role, permissions } of roles) {
    const isDefault = hasDefault ? is_default_role : slug === MEMBER.slug;
    setRolePermissions(db, createRole(db, { slug, name, description, isDefault }), permissions);
  }
}
