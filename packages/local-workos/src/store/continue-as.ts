import type { Database } from './database.ts';
import { readSetting, writeSetting } from './settings.ts';

/** A seeded person whom the sign-in page offers with one click. */
export interface ContinueAsChoice {
  userId: string;
  organizationId: string | undefined;
}

const CHOICES_SETTING = 'continue_as';

export function continueAsChoices(db: Database): ContinueAsChoice[] {
  return JSON.parse(readSetting(db, CHOICES_SETTING) ?? '[]');
}

export function saveContinueAsChoices(db: Database, choices: readonly ContinueAsChoice[]): void {
  writeSetting(db, CHOICES_SETTING, JSON.stringify(choices));
}

/** Whether a seed has been written. Each one says whom the sign-in page offers, if only nobody. */
export function isSeeded(db: Database): boolean {
  return readSetting(db, CHOICES_SETTING) !== undefined;
}
