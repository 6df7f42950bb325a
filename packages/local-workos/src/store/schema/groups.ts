/** Groups of an organization's members. */
export const groups = `
  CREATE TABLE organization_groups (
    id TEXT PRIMARY KEY,
    organization_id TEXT NOT NULL REFERENCES organizations(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    description TEXT,
    created_at TEXT NOT NULL,
    updated_at TEXT NOT NULL
  ) STRICT;
  CREATE INDEX organization_groups_organization ON organization_groups (organization_id);

  CREATE TABLE group_memberships (
    group_id TEXT NOT NULL REFERENCES organization_groups(id) ON DELETE CASCADE,
    organization_membership_id TEXT NOT NULL REFERENCES organization_memberships(id) ON DELETE CASCADE,
    created_at TEXT NOT NULL,
    PRIMARY KEY (group_id, organization_membership_id)
  ) STRICT;
  CREATE INDEX group_memberships_member ON group_memberships (organization_membership_id);
`;
