import { setTimeout as pause } from 'node:timers/promises';
import { DataFileError } from './data-file-error.ts';
import type { Database } from './database.ts';

const PAUSE_MS = 250;

/**
 * Writes what came of work in the background. While the data file is locked, or the disk is full, it waits and writes
 * later: to do the work again instead would repeat what others have seen.
 * @param stopping Makes it try once more, and wait no longer.
 * @returns What the write returns, or undefined if there was no time left for it.
 */
export async function whenWritable<Result>(
  db: Database,
  write: () => Result,
  stopping?: AbortSignal,
): Promise<Result | undefined> {
  while (db.isOpen()) {
    try {
      return write();
    } catch (error) {
      if (!(error instanceof DataFileError)) throw error;
    }
    if (stopping?.aborted) break;
    await pause(PAUSE_MS);
  }
  return undefined;
}
