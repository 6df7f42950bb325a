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

/** What setup writes there. */
export const SETUP_VARIABLES: readonly string[] = [
  'WORKOS_API_KEY',
  'WORKOS_CLIENT_ID',
  'WORKOS_COOKIE_PASSWORD',
  'NEXT_PUBLIC_WORKOS_REDIRECT_URI',
];

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

/** Loads into `process.env` what `next dev` loads, from the same files. @throws EnvFileError */
export function loadEnvFiles(): void {
  readText(ENV_FILE);
  const log = {
    info() {},
    // Next goes on without a file that it cannot read, and the values in it would seem to be missing.
    error(message: string, error: unknown) {
      throw new EnvFileError(message.replace(/^.* /, ''), 'read', error);
    },
  };
  nextEnv.loadEnvConfig(process.cwd(), true, log, true);
}

/**
 * Sets variables in `.env.local` and leaves every other line, comments included, as it is. The new content
 * takes the place of the old in one step, readable by its owner alone. @throws EnvFileError
 */
export function setVariables(values: Record<string, string>): void {
  replaceFile(merge(readText(ENV_FILE), values));
}

/** Makes `.env.local` readable by its owner alone. @returns False when that is not ours to do. */
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

/** A variable's line, or lines when the value is in quotes, by the rules of dotenv. */
const ASSIGNMENT = new RegExp(
  [
    /^(?<start>[ \t]*(?:export[ \t]+)?(?<name>[\w.-]+)[ \t]*=)/,
    /(?:[ \t]*(?:'(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`)|[^#\r\n]*?)/,
    // Without a space before it, what follows # may be the rest of an old value.
    /(?:(?<comment>[ \t]+#[^\r\n]*)|[ \t]*(?:#[^\r\n]*)?)(?<end>\r?\n|$)/,
  ]
    .map(({ source }) => source)
    .join(''),
  'gm',
);

/** The last of several lines for one variable is in force: it gets the value, the others go. */
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

/** Next replaces `$name` within a value by a variable, in quotes too, unless there is a backslash before it. */
function quote(value: string): string {
  const escaped = value.replaceAll('$', '\\$');
  if (/^[^\s#'"`]+$/.test(value)) return escaped;
  const mark = ["'", '"', '`'].find((each) => !value.includes(each)) ?? "'";
  return mark + escaped + mark;
}

function replaceFile(content: string): void {
  try {
    // A symbolic link stays one; what it leads to is replaced.
    const file = existsSync(ENV_FILE) ? realpathSync(ENV_FILE) : ENV_FILE;
    // Renaming asks for no permission to write to what is replaced.
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
