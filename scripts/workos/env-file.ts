import {
  chmodSync,
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import nextEnv from '@next/env';

export const ENV_FILE = '.env.local';

/** The variables that setup writes. */
export const SETUP_VARIABLES: readonly string[] = [
  'WORKOS_API_KEY',
  'WORKOS_CLIENT_ID',
  'WORKOS_COOKIE_PASSWORD',
  'NEXT_PUBLIC_WORKOS_REDIRECT_URI',
];

/** The credentials file can't be read or written. The message says why and what to do. */
export class EnvFileError extends Error {
  constructor(file: string, what: 'read' | 'written', error: unknown) {
    const code = error instanceof Error && 'code' in error ? ` (${error.code})` : '';
    super(
      `${file} cannot be ${what}${code}. Check its permissions, then run this again; nothing was changed.`,
    );
    this.name = 'EnvFileError';
  }
}

/** Loads the same variables into `process.env` that `next dev` loads. @throws EnvFileError */
export function loadEnvFiles(): void {
  readText(ENV_FILE);
  const log = {
    info() {},
    // Next ignores a file that it can't read, and its variables would seem to be missing.
    error(message: string, error: unknown) {
      throw new EnvFileError(message.replace(/^.* /, ''), 'read', error);
    },
  };
  nextEnv.loadEnvConfig(process.cwd(), true, log, true);
}

/**
 * Sets variables in `.env.local` and keeps every other line, comments included. Replaces the file atomically, readable
 * by its owner only. @throws EnvFileError
 */
export function setVariables(values: Record<string, string>): void {
  replaceFile(merge(readText(ENV_FILE), values));
}

/** Makes `.env.local` readable by its owner only. @returns False if the file belongs to someone else. */
export function protectEnvFile(): boolean {
  try {
    if (existsSync(ENV_FILE)) chmodSync(ENV_FILE, 0o600);
    return true;
  } catch {
    return false;
  }
}

function readText(file: string): string {
  if (!existsSync(file)) return '';
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new EnvFileError(file, 'read', error);
  }
}

/** Matches a variable's line, or lines if the value is quoted, by dotenv's rules. */
const ASSIGNMENT = new RegExp(
  [
    /^(?<start>[ \t]*(?:export[ \t]+)?(?<name>[\w.-]+)[ \t]*=)/,
    /(?:[ \t]*(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)|[^#\r\n]*?)/,
    // Without a space before the #, the text after it may be the rest of an old value.
    /(?:(?<comment>[ \t]+#[^\r\n]*)|[ \t]*(?:#[^\r\n]*)?)(?<end>\r?\n|$)/,
  ]
    .map(({ source }) => source)
    .join(''),
  'gm',
);

/** Of several lines for one variable, the last counts. It gets the value, and the others are removed. */
function merge(text: string, values: Record<string, string>): string {
  const last = new Map([...text.matchAll(ASSIGNMENT)].map(({ groups, index }) => [groups?.name, index]));
  const kept = text.replace(ASSIGNMENT, (line: string, ...rest) => {
    const { start, name, comment = '', end } = rest.at(-1) as Record<string, string>;
    const value = values[name ?? ''];
    if (value === undefined) return line;
    return last.get(name) === rest.at(-3) ? `${start}${quote(value)}${comment}${end}` : '';
  });
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const added = Object.entries(values)
    .filter(([name]) => !last.has(name))
    .map(([name, value]) => `${name}=${quote(value)}${newline}`);
  const separator = added.length === 0 || /(?:^|\n)$/.test(kept) ? '' : newline;
  return kept + separator + added.join('');
}

/** Escapes `$`, because Next expands `$name` in values, even in quotes. */
function quote(value: string): string {
  const escaped = value.replaceAll('$', '\\$');
  if (/^[^\s#'"`]+$/.test(value)) return escaped;
  const mark = ["'", '"', '`'].find((each) => !value.includes(each)) ?? "'";
  return mark + escaped + mark;
}

function replaceFile(content: string): void {
  try {
    // A symbolic link stays, and its target is replaced.
    const file = existsSync(ENV_FILE) ? realpathSync(ENV_FILE) : ENV_FILE;
    // Renaming doesn't check whether the old file is writable.
    if (existsSync(file)) closeSync(openSync(file, 'r+'));
    const temporary = `${file}.${process.pid}.tmp`;
    try {
      writeFileSync(temporary, content, { flag: 'wx', mode: 0o600, flush: true });
      renameSync(temporary, file);
    } finally {
      rmSync(temporary, { force: true });
    }
  } catch (error) {
    throw new EnvFileError(ENV_FILE, 'written', error);
  }
}
