import { unprocessable } from '../http/api-error.ts';
import { type Operand, type Part, parseTemplate } from './parse.ts';

/** WorkOS's limit, because a session's cookie has to fit in a browser. */
export const MAX_CLAIMS_BYTES = 3072;

export type Claims = Record<string, unknown>;

/**
 * Renders the claims of a token. A null leaves out its claim or, in a string, nothing.
 * @param content A template without a problem.
 * @param context The objects that paths begin with.
 * @throws ApiError 422 when the claims are too large. Only the data of the user tells.
 */
export function renderClaims(content: string, context: Record<string, unknown>): Claims {
  const claims = claimsOf(jsonOf(parseTemplate(content), (operands) => firstValue(operands, context)));
  const bytes = bytesOf(claims);
  if (bytes > MAX_CLAIMS_BYTES) {
    throw unprocessable(
      `The JWT template renders to ${bytes} bytes for this user. WorkOS's limit is ${MAX_CLAIMS_BYTES}.`,
    );
  }
  return claims;
}

/** The JSON of a template. It is valid whatever the values if it is valid with any. */
export function jsonOf(parts: readonly Part[], resolve: (operands: Operand[]) => unknown): string {
  return parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = resolve(part.operands) ?? null;
      return part.inString ? JSON.stringify(textOf(value)).slice(1, -1) : JSON.stringify(value);
    })
    .join('');
}

/** @throws SyntaxError when it is not JSON. */
export function claimsOf(json: string): Claims {
  const entries = Object.entries<unknown>(JSON.parse(json, (_, value) => trimmed(value)));
  return Object.fromEntries(entries.filter(([, value]) => value !== null));
}

export function bytesOf(claims: Claims): number {
  return Buffer.byteLength(JSON.stringify(claims));
}

function firstValue(operands: readonly Operand[], context: Record<string, unknown>): unknown {
  const values = operands.map((operand) => ('text' in operand ? operand.text : at(operand.path, context)));
  return values.find((value) => value !== null && value !== undefined);
}

function at(path: string, context: unknown): unknown {
  return path.split('.').reduce<unknown>((value, name) => {
    const isThere = typeof value === 'object' && value !== null && Object.hasOwn(value, name);
    return isThere ? (value as Record<string, unknown>)[name] : undefined;
  }, context);
}

function textOf(value: unknown): string {
  if (value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}
