import { hashSecret } from './ids.ts';
import { lowerCase } from './lower-case.ts';

/**
 * What the full-text index knows a document by: the parts of its texts of one, two, and three characters, and its
 * labels, each together with the scope that is searched. So a search reads nothing of other scopes, and finds needles
 * that are too short for a trigram.
 */
export interface SearchDocument {
  /** The organization, or nothing. */
  scope: string;
  /** In lower case. */
  texts: readonly string[];
  labels: readonly string[];
}

/** As many parts of a needle as are looked up. The condition of the query checks what they leave open. */
const MAX_PARTS = 64;

export function termsOf({ scope, texts, labels }: SearchDocument): string[] {
  const parts = new Set<string>();
  for (const text of texts) {
    const characters = hexOf(text);
    for (let index = 0; index < characters.length; index++) {
      let part = '';
      for (const character of characters.slice(index, index + 3)) {
        part += character;
        parts.add(part);
      }
    }
  }
  const prefix = scopePrefix(scope);
  return [
    ...[...parts].map((part) => `${prefix}t${part}`),
    ...labels.map((label) => labelTerm(prefix, label)),
  ];
}

/** A full-text query for the documents that may contain the needle, and have the label. */
export function termsToFind(
  scope: string,
  { needle = '', label = '' }: { needle?: string | undefined; label?: string | undefined },
): string {
  const prefix = scopePrefix(scope);
  const characters = hexOf(lowerCase(needle));
  const length = Math.min(3, characters.length);
  const parts = new Set<string>();
  for (let index = 0; length > 0 && index + length <= characters.length; index++) {
    parts.add(`${prefix}t${characters.slice(index, index + length).join('')}`);
  }
  return [...(label ? [labelTerm(prefix, label)] : []), ...spread([...parts])].join(' AND ');
}

/** Short, because each term has it. Two scopes with the same one only cost each other time. */
function scopePrefix(scope: string): string {
  return scope && hashSecret(scope).slice(0, 8);
}

function labelTerm(prefix: string, label: string): string {
  return `${prefix}l${Buffer.from(label).toString('hex')}`;
}

/** Each character of a text in hexadecimal: a full-text term is made of letters and digits. */
function hexOf(text: string): string[] {
  return Array.from(text, (character) => {
    let hex = hexes.get(character);
    if (hex === undefined) {
      hex = Buffer.from(character).toString('hex');
      if (hexes.size < 10_000) hexes.set(character, hex);
    }
    return hex;
  });
}

const hexes = new Map<string, string>();

function spread(parts: string[]): string[] {
  if (parts.length <= MAX_PARTS) return parts;
  return Array.from(
    { length: MAX_PARTS },
    (_, index) => parts[Math.floor((index * parts.length) / MAX_PARTS)] ?? '',
  );
}
