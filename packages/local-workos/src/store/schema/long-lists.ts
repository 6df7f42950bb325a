/** Lists and searches take the same time, however many members an organization or its neighbors have. */
export const longLists = `
  CREATE INDEX organization_memberships_list ON organization_memberships (organization_id, status, id);
  DROP INDEX organization_memberships_user;
  CREATE INDEX organization_memberships_user ON organization_memberships (user_id, status, id);
  CREATE INDEX organization_membership_roles_role ON organization_membership_roles (role_slug);

  DROP INDEX invitations_recipient;
  CREATE INDEX invitations_recipient ON invitations (organization_id, email, id);
  CREATE INDEX invitations_list ON invitations (organization_id, id);
  CREATE INDEX invitations_email ON invitations (email, id);
  -- Deleting a person looks for these.
  CREATE INDEX invitations_inviter ON invitations (inviter_user_id);
  CREATE INDEX invitations_accepted ON invitations (accepted_user_id);

  -- The search of people: see search-index.ts. One document a user, and one a member.
  CREATE TABLE user_documents (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL) STRICT;
  CREATE TABLE member_documents (position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, content TEXT NOT NULL) STRICT;
  CREATE VIRTUAL TABLE user_terms
    USING fts5(terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');
  CREATE VIRTUAL TABLE member_terms
    USING fts5(terms, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii');

  -- What the index has not caught up with. Plain SQL, so that other programs can write to the file.
  CREATE TABLE search_changes (
    kind TEXT NOT NULL CHECK (kind IN ('user', 'member')),
    id TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;
  INSERT INTO search_changes SELECT 'user', id FROM users UNION ALL SELECT 'member', id FROM organization_memberships;

  CREATE TRIGGER search_new_user AFTER INSERT ON users BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('user', NEW.id);
  END;
  CREATE TRIGGER search_changed_user AFTER UPDATE OF email, first_name, last_name ON users BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('user', NEW.id);
    INSERT OR IGNORE INTO search_changes SELECT 'member', id FROM organization_memberships WHERE user_id = NEW.id;
  END;
  CREATE TRIGGER search_deleted_user AFTER DELETE ON users BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('user', OLD.id);
  END;
  CREATE TRIGGER search_new_member AFTER INSERT ON organization_memberships BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', NEW.id);
  END;
  CREATE TRIGGER search_changed_member AFTER UPDATE OF status ON organization_memberships BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', NEW.id);
  END;
  CREATE TRIGGER search_deleted_member AFTER DELETE ON organization_memberships BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', OLD.id);
  END;
  CREATE TRIGGER search_new_role AFTER INSERT ON organization_membership_roles BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', NEW.organization_membership_id);
  END;
  CREATE TRIGGER search_deleted_role AFTER DELETE ON organization_membership_roles BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('member', OLD.organization_membership_id);
  END;
`;
