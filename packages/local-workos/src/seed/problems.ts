import { closestMatch } from 'leven';
import { z } from 'zod';

/** A problem in a seed. */
export interface Problem {
  /** The keys and indexes of the value. */
  path: readonly (string | number)[];
  message: string;
}

/** An invalid seed. The message has one line per problem. */
export class SeedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SeedError';
  }
}

/** `users[2].email`. */
export function pathText(path: Problem['path']): string {
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    return text === '' ? part : `${text}.${part}`;
  }, '');
}

/** Describes the problems that a schema finds in a value. */
export function problemsOf(schema: z.ZodType, value: unknown): Problem[] {
  const result = schema.safeParse(value, { error: describe });
  if (result.success) return [];
  return result.error.issues.flatMap(({ path, message, ...issue }) => {
    const keys = path.filter((part) => typeof part !== 'symbol');
    if (issue.code !== 'unrecognized_keys') return [{ path: keys, message }];
    // One problem per key. The messages have the same order as the keys.
    const messages = message.split('\n');
    return issue.keys.map((key, index) => ({ path: [...keys, key], message: messages[index] ?? message }));
  });
}

/** ` Did you mean 'name'?` when one of the candidates is close to the text, else nothing. */
export function suggestion(text: string, candidates: readonly string[]): string {
  const known = new Map(candidates.map((candidate) => [plain(candidate), candidate]));
  const maxDistance = Math.max(2, Math.floor(text.length / 3));
  const closest = closestMatch(plain(text), [...known.keys()], { maxDistance });
  return closest === undefined ? '' : ` Did you mean '${known.get(closest)}'?`;
}

/** Removes the difference between `api_keys` and `apiKeys`. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

const describe: z.core.$ZodErrorMap = (issue) => {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This key is required.';
      return `Expected ${TYPES[issue.expected] ?? issue.expected}, not ${typeName(issue.input)}.`;
    case 'unrecognized_keys': {
      const known = knownKeys(issue.inst);
      return issue.keys
        .map((key) => `Unknown key.${suggestion(key, known) || ` Known keys: ${known.join(', ')}.`}`)
        .join('\n');
    }
    case 'invalid_value': {
      const values = issue.values.map(String);
      const hint = typeof issue.input === 'string' ? suggestion(issue.input, values) : '';
      return hint === '' ? `Expected one of ${values.join(', ')}.` : `Unknown value.${hint}`;
    }
    case 'too_small':
      return `Expected at least ${issue.minimum}${UNITS[issue.origin] ?? ''}.`;
    case 'too_big':
      return `Expected at most ${issue.maximum}${UNITS[issue.origin] ?? ''}.`;
    case 'invalid_format':
      return issue.format === 'email' ? 'Use an email address such as jo@example.com.' : undefined;
    default:
      return undefined;
  }
};

const TYPES: Record<string, string> = {
  array: 'a list',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  object: 'keys and values',
  record: 'keys and values',
  string: 'text',
};

const UNITS: Record<string, string> = { string: ' characters', array: ' items' };

function typeName(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'keys and values';
  return typeof value === 'string' ? 'text' : String(value);
}

function knownKeys(schema: unknown): string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
