/** The full name of a user, beside the first and the last. */
export const userNames = `
  ALTER TABLE users ADD COLUMN name TEXT;
  DROP TRIGGER search_changed_user;
  CREATE TRIGGER search_changed_user AFTER UPDATE OF email, first_name, last_name, name ON users BEGIN
    INSERT OR IGNORE INTO search_changes VALUES ('user', NEW.id);
    INSERT OR IGNORE INTO search_changes SELECT 'member', id FROM organization_memberships WHERE user_id = NEW.id;
  END;
`;
