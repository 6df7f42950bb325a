/**
 * Organizations get roles of their own. What refers to a role does so by id now, because two organizations can use one
 * slug. An invitation names the role by the slug that it has in its organization.
 */
export const organizationRoles = `
  CREATE TABLE new_roles (
    id TEXT PRIMARY KEY,
    -- NULL for a role of the environment, which every organization has.
    organization_id TEXT REFERENCES organizations(id) ON DELETE CASCADE,
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    description TEXT,
    is_default INTEGER NOT NULL DEFAULT 0,
    priority INTEGER NOT NULL,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  INSERT INTO new_roles
    SELECT id, NULL, slug, name, description, is_default, priority, created_at, updated_at FROM roles;

  CREATE TABLE new_role_permissions (
    role_id TEXT NOT NULL REFERENCES new_roles(id) ON DELETE CASCADE,
    permission_slug TEXT NOT NULL REFERENCES permissions(slug) ON DELETE CASCADE,
    PRIMARY KEY (role_id, permission_slug)
  ) STRICT;
  INSERT INTO new_role_permissions
    SELECT roles.id, permission_slug FROM role_permissions JOIN roles ON roles.slug = role_slug;

  CREATE TABLE new_membership_roles (
    organization_membership_id TEXT NOT NULL REFERENCES organization_memberships(id) ON DELETE CASCADE,
    role_id TEXT NOT NULL REFERENCES new_roles(id) ON DELETE CASCADE,
    PRIMARY KEY (organization_membership_id, role_id)
  ) STRICT;
  INSERT INTO new_membership_roles
    SELECT organization_membership_id, roles.id FROM organization_membership_roles JOIN roles ON roles.slug = role_slug;

  ALTER TABLE invitations RENAME COLUMN role_slug TO old_role_slug;
  ALTER TABLE invitations ADD COLUMN role_slug TEXT;
  UPDATE invitations SET role_slug = old_role_slug;
  ALTER TABLE invitations DROP COLUMN old_role_slug;

  DROP TABLE role_permissions;
  DROP TABLE organization_membership_roles;
  DROP TABLE roles;
  ALTER TABLE new_roles RENAME TO roles;
  ALTER TABLE new_role_permissions RENAME TO role_permissions;
  ALTER TABLE new_membership_roles RENAME TO organization_membership_roles;

  CREATE UNIQUE INDEX roles_of_environment ON roles (slug) WHERE organization_id IS NULL;
  CREATE UNIQUE INDEX roles_of_organization ON roles (organization_id, slug);
  CREATE INDEX organization_membership_roles_role ON organization_membership_roles (role_id);

  CREATE TRIGGER search_new_role AFTER INSERT ON organization_membership_roles BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', NEW.organization_membership_id);
  END;
  CREATE TRIGGER search_deleted_role AFTER DELETE ON organization_membership_roles BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', OLD.organization_membership_id);
  END;
`;
