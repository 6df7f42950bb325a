import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { parseEnv } from 'node:util';

/** The file with the credentials cannot be read or written; the message says why and what to do. */
export class EnvFileError extends Error {
  constructor(file: string, what: 'read' | 'written', error: unknown) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    super(
      `${file} cannot be ${what}${code}. Check its permissions, then run this again; nothing was changed.`,
    );
    this.name = 'EnvFileError';
  }
}

/** The variables of a file such as `.env.local`; none if there is no such file. @throws EnvFileError */
export function readEnvFile(file: string): NodeJS.Dict<string> {
  return parseEnv(readText(file));
}

/**
 * Sets variables in a file and leaves every other line, comments included, as it is. The new content takes
 * the place of the old in one step, readable by its owner alone.
 * @returns The names whose value changed. @throws EnvFileError
 */
export function updateEnvFile(file: string, values: Record<string, string>): string[] {
  const text = readText(file);
  const current = parseEnv(text);
  const changed = Object.keys(values).filter((name) => current[name] !== values[name]);
  if (changed.length > 0) replaceFile(file, merge(text, values, changed));
  else if (existsSync(file)) chmodSync(file, 0o600);
  return changed;
}

function readText(file: string): string {
  if (!existsSync(file)) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new EnvFileError(file, 'read', error);
  }
}

function merge(text: string, values: Record<string, string>, changed: readonly string[]): string {
  const missing = new Set(changed);
  const lines = text.split('\n').map((line) => {
    const name = /^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=/.exec(line)?.[1];
    if (!name || !missing.delete(name)) return line;
    return assignment(name, values[name] ?? '');
  });
  while (lines.at(-1) === '') lines.pop();
  return [...lines, ...[...missing].map((name) => assignment(name, values[name] ?? '')), ''].join('\n');
}

function assignment(name: string, value: string): string {
  return `${name}=${/^[\w./:@+=-]*$/.test(value) ? value : JSON.stringify(value)}`;
}

function replaceFile(file: string, content: string): void {
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    if (existsSync(file)) closeSync(openSync(file, 'r+'));
    const descriptor = openSync(temporary, 'wx', 0o600);
    try {
      writeSync(descriptor, content);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, file);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw new EnvFileError(file, 'written', error);
  }
}
