import type { Database } from './database.ts';
import { deleteSetting, readSetting, writeSetting } from './settings.ts';

/** What adds claims to access tokens. */
export interface JwtTemplate {
  content: string;
  created_at: string;
  updated_at: string;
}

const SETTING = 'jwt_template';

/** The template of the environment, if it has one. */
export function readJwtTemplate(db: Database): JwtTemplate | undefined {
  const stored = readSetting(db, SETTING);
  return stored === undefined ? undefined : JSON.parse(stored);
}

export function writeJwtTemplate(db: Database, content: string): JwtTemplate {
  return db.transaction(() => {
    const now = db.timestamp();
    const template = { content, created_at: readJwtTemplate(db)?.created_at ?? now, updated_at: now };
    writeSetting(db, SETTING, JSON.stringify(template));
    return template;
  });
}

export function deleteJwtTemplate(db: Database): void {
  deleteSetting(db, SETTING);
}
