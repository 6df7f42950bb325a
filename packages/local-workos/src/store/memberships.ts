import { announce } from './changes.ts';
import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';
import { findRole, type Role } from './roles.ts';

export interface OrganizationMembership {
  id: string;
  user_id: string;
  organization_id: string;
  status: 'active' | 'inactive' | 'pending';
  last_activity_at: string | null;
  created_at: string;
  updated_at: string;
}

export function createMembership(
  db: Database,
  fields: {
    user_id: string;
    organization_id: string;
    roles: readonly string[];
    status: OrganizationMembership['status'];
  },
): OrganizationMembership {
  return db.transaction(() => {
    const { roles, ...membership } = fields;
    const now = db.timestamp();
    const id = newId('om');
    db.insert('organization_memberships', { ...membership, id, created_at: now, updated_at: now });
    setMembershipRoles(db, id, roles);
    return requireRow(findMembership(db, id));
  });
}

export function findMembership(db: Database, id: string): OrganizationMembership | undefined {
  return db.get<OrganizationMembership>('SELECT * FROM organization_memberships WHERE id = :id', { id });
}

export function findMembershipOf(
  db: Database,
  userId: string,
  organizationId: string,
): OrganizationMembership | undefined {
  return db.get<OrganizationMembership>(
    'SELECT * FROM organization_memberships WHERE user_id = :userId AND organization_id = :organizationId',
    { userId, organizationId },
  );
}

/** The membership that lets a person act in an organization, or undefined when there is none. */
export function findActiveMembership(
  db: Database,
  userId: string,
  organizationId: string,
): OrganizationMembership | undefined {
  const membership = findMembershipOf(db, userId, organizationId);
  return membership?.status === 'active' ? membership : undefined;
}

/** A person's active memberships, the most recently used first. */
export function listActiveMemberships(db: Database, userId: string): OrganizationMembership[] {
  return db.all<OrganizationMembership>(
    `SELECT * FROM organization_memberships WHERE user_id = :userId AND status = 'active'
     ORDER BY last_activity_at DESC NULLS LAST, id`,
    { userId },
  );
}

export function setMembershipStatus(
  db: Database,
  id: string,
  status: OrganizationMembership['status'],
): void {
  db.transaction(() => {
    db.update('organization_memberships', id, { status, updated_at: db.timestamp() });
    announce(db, 'organization_membership.updated', { membership: requireRow(findMembership(db, id)) });
  });
}

/** Notes that a person is active in an organization now. */
export function touchMembership(db: Database, userId: string, organizationId: string): void {
  db.run(
    `UPDATE organization_memberships SET last_activity_at = :now
     WHERE user_id = :userId AND organization_id = :organizationId`,
    { now: db.timestamp(), userId, organizationId },
  );
}

/** Ends a membership. @returns Whether there was one. */
export function deleteMembership(db: Database, id: string): boolean {
  return db.transaction(() => {
    const membership = findMembership(db, id);
    if (!membership) return false;
    announce(db, 'organization_membership.deleted', { membership });
    return db.run('DELETE FROM organization_memberships WHERE id = :id', { id }) > 0;
  });
}

/** The roles of a membership, strongest first. */
export function membershipRoles(db: Database, membershipId: string): Role[] {
  return db.all<Role>(
    `SELECT roles.* FROM roles JOIN organization_membership_roles AS assigned ON assigned.role_id = roles.id
     WHERE assigned.organization_membership_id = :membershipId ORDER BY roles.priority, roles.id`,
    { membershipId },
  );
}

/** Gives a membership these roles instead, by the slugs that they have in its organization. */
export function setMembershipRoles(db: Database, membershipId: string, roles: readonly string[]): void {
  db.transaction(() => {
    const { organization_id: organizationId } = requireRow(findMembership(db, membershipId));
    db.run('DELETE FROM organization_membership_roles WHERE organization_membership_id = :membershipId', {
      membershipId,
    });
    for (const slug of new Set(roles)) {
      db.insert('organization_membership_roles', {
        organization_membership_id: membershipId,
        role_id: requireRow(findRole(db, slug, organizationId)).id,
      });
    }
    db.update('organization_memberships', membershipId, { updated_at: db.timestamp() });
    const membership = requireRow(findMembership(db, membershipId));
    announce(db, 'organization_membership.updated', { membership, roles });
  });
}

/** What the roles of a membership allow, without repeats. */
export function membershipPermissions(db: Database, membershipId: string): string[] {
  return db
    .all<{ permission_slug: string }>(
      `SELECT DISTINCT role_permissions.permission_slug FROM role_permissions
       JOIN organization_membership_roles AS assigned ON assigned.role_id = role_permissions.role_id
       WHERE assigned.organization_membership_id = :membershipId ORDER BY role_permissions.permission_slug`,
      { membershipId },
    )
    .map((row) => row.permission_slug);
}
