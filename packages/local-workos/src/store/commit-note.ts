import { closeSync, constants, openSync, readSync, rmSync, statSync, writeSync } from 'node:fs';

const DIGITS = 16;

/**
 * How many commits a data file has seen, in a small file beside it: how a start finds out that the write-ahead
 * log was cut or removed after a crash.
 *
 * Each commit carries its number in the database, and is noted here before it is acknowledged. The note is not
 * synced, so it costs next to nothing: it survives `kill -9`, and after a power cut it can only be behind. A
 * note ahead of the database therefore always means that commits were lost. A clean end deletes the note: then
 * everything is in the data file, which may be replaced with an older copy.
 */
export class CommitNote {
  readonly #file: string;
  readonly #descriptor: number;

  /** @param file The data file. */
  constructor(file: string) {
    this.#file = file;
    this.#descriptor = openSync(commitNotePath(file), constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  /** The number that was noted last; 0 when there is none. */
  read(): number {
    const bytes = Buffer.alloc(DIGITS);
    readSync(this.#descriptor, bytes, 0, DIGITS, 0);
    const text = bytes.toString('latin1');
    return /^\d+$/.test(text) ? Number(text) : 0;
  }

  write(commits: number): void {
    try {
      writeSync(this.#descriptor, String(commits).padStart(DIGITS, '0'), 0, 'latin1');
    } catch {
      // The commit itself is on the disk. A note that is behind only notices less.
    }
  }

  /** Call it when the database is closed. Where another program has it open, the log stays, and so does the note. */
  close({ keep = false } = {}): void {
    closeSync(this.#descriptor);
    if (!keep && !statSync(`${this.#file}-wal`, { throwIfNoEntry: false })) {
      rmSync(commitNotePath(this.#file), { force: true });
    }
  }
}

export function commitNotePath(file: string): string {
  return `${file}-commits`;
}
