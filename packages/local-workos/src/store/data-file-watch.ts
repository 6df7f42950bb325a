import { statSync } from 'node:fs';
import { gone } from './data-file-error.ts';

/**
 * Notices that a data file was deleted or replaced while it is open. The system keeps a deleted file for as
 * long as it is open: SQLite would go on writing to it, and all of that would be lost at the end.
 */
export class DataFileWatch {
  readonly #file: string;
  readonly #identities: Map<string, string | undefined>;

  /** @param file The data file, after its first read: its write-ahead log is there from then on. */
  constructor(file: string) {
    this.#file = file;
    this.#identities = new Map([file, `${file}-wal`].map((each) => [each, identityOf(each)]));
  }

  /** @throws DataFileError unless the files are still those that were opened. */
  check(): void {
    if (this.isGone()) throw gone(this.#file);
  }

  isGone(): boolean {
    return [...this.#identities].some(([path, identity]) => identityOf(path) !== identity);
  }
}

function identityOf(path: string): string | undefined {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found && `${found.dev}:${found.ino}`;
}
