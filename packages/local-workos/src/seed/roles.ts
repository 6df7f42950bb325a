import type { Database } from '../store/database.ts';
import { createPermission, createRole, setRolePermissions } from '../store/roles.ts';
import { WIDGET_PERMISSIONS } from '../store/widget-permissions.ts';

/** Permissions of the product itself: what a role, or an API key, may do in it. */
const PRODUCT_PERMISSIONS = [
  { slug: 'reports:write', name: 'Write reports', description: 'Create, change and delete reports' },
  { slug: 'reports:read', name: 'Read reports', description: 'See every report and download it' },
  { slug: 'billing:manage', name: 'Manage billing', description: 'See invoices and change the plan' },
] as const;

export function seedRoles(db: Database): void {
  for (const { slug, name } of WIDGET_PERMISSIONS) createPermission(db, { slug, name, system: true });
  for (const permission of PRODUCT_PERMISSIONS) createPermission(db, permission);

  createRole(db, { slug: 'admin', name: 'Admin', description: 'Can use every widget' });
  createRole(db, {
    slug: 'developer',
    name: 'Developer',
    description: 'Can use the account pages and API keys of their own',
  });
  createRole(db, {
    slug: 'member',
    name: 'Member',
    description: 'Can use the account pages',
    isDefault: true,
  });
  setRolePermissions(
    db,
    'admin',
    [...WIDGET_PERMISSIONS, ...PRODUCT_PERMISSIONS].map(({ slug }) => slug),
  );
  setRolePermissions(db, 'developer', ['widgets:user-api-keys:manage-self', 'reports:read']);
}
