import { extname } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';

/** Returns the first thing that is wrong with a database, or undefined. */
export function quickCheck(db: DatabaseSync): string | undefined {
  const result = db.prepare('PRAGMA quick_check(1)').get()?.quick_check;
  return result === 'ok' ? undefined : String(result ?? 'unreadable');
}

/**
 * Does {@link quickCheck} on a thread of its own, while this one serves the file.
 * @throws Error when the file cannot be read.
 */
export function quickCheckOnThread(file: string): Promise<string | undefined> {
  const script = new URL(`./file-check-worker${extname(import.meta.url)}`, import.meta.url);
  const worker = new Worker(script, { workerData: file });
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}
