/** Pictures have short addresses here in place of data URLs; the password that seeded people share is kept. */
export const environment = `
  UPDATE users SET profile_picture_url = '/pictures/' || id || '.svg' WHERE profile_picture_url LIKE 'data:%';
  UPDATE oauth_profiles SET profile_picture_url = NULL WHERE profile_picture_url LIKE 'data:%';

  -- Until now there was one seed.
  INSERT OR IGNORE INTO settings (key, value)
    SELECT 'seed_password', 'widgets-on-localhost' FROM settings WHERE key = 'continue_as';
`;
