import { isObjectPath, isPath } from './paths.ts';

/** An operand of an expression: the place of a value, or a text in quotes. */
export type Operand = { path: string } | { text: string };

/** A part of a template: JSON as it is written, or the first operand that has a value. */
export type Part = string | { operands: Operand[]; inString: boolean };

/** Why a template is not one, in the words of WorkOS's documentation where it has some. */
export class TemplateError extends Error {}

/**
 * Splits a template into JSON and expressions. The syntax is WorkOS's own: paths, texts in quotes, and `||`.
 * @throws TemplateError
 * @see https://workos.com/docs/authkit/jwt-templates
 */
export function parseTemplate(content: string): Part[] {
  const parts: Part[] = [];
  let json = '';
  let inString = false;
  for (let at = 0; at < content.length; ) {
    if (content.startsWith('{%', at)) {
      throw new TemplateError('Local WorkOS knows no control tags such as {% if %}, only {{ expressions }}.');
    }
    if (content.startsWith('{{', at)) {
      const end = endOfExpression(content, at + 2);
      parts.push(json, { operands: parseExpression(content.slice(at + 2, end), inString), inString });
      json = '';
      at = end + 2;
      continue;
    }
    // What follows a backslash is part of the escape, and ends no string.
    const length = inString && content[at] === '\\' ? 2 : 1;
    if (content[at] === '"') inString = !inString;
    json += content.slice(at, at + length);
    at += length;
  }
  return [...parts, json];
}

/** Braces in quotes end no expression. */
function endOfExpression(content: string, start: number): number {
  let quote = '';
  for (let at = start; at < content.length; at++) {
    const character = content[at] ?? '';
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === "'" || character === '"') quote = character;
    else if (content.startsWith('}}', at)) return at;
  }
  throw new TemplateError("Template parse error: missing '}}'.");
}

function parseExpression(expression: string, inString: boolean): Operand[] {
  if (expression.trim() === '') throw new TemplateError('Expression cannot be empty.');
  return splitSegments(expression).map((segment) => parseSegment(segment.trim(), inString));
}

/** Splits at each `||` that is not in quotes. */
function splitSegments(expression: string): string[] {
  return expression
    .replaceAll(/('[^']*'|"[^"]*")|\|\|/g, (_, quoted: string | undefined) => quoted ?? '\0')
    .split('\0');
}

function parseSegment(segment: string, inString: boolean): Operand {
  const [, single, double] = /^(?:'([^']*)'|"([^"]*)")$/.exec(segment) ?? [];
  const text = single ?? double;
  if (text !== undefined) return { text };
  if (!/^[\w-]+(\.[\w-]+)*$/.test(segment)) {
    const filter = segment.includes('|') ? ' Local WorkOS knows no filters.' : '';
    throw new TemplateError(
      `Invalid expression segment: '${segment}'. Use a path such as user.email, or a text in quotes.${filter}`,
    );
  }
  if (!isPath(segment)) throw new TemplateError(`Invalid path: "${segment}".`);
  if (inString && isObjectPath(segment)) {
    throw new TemplateError(
      `String encapsulated expression cannot contain object reference: '${segment}'. Remove the quotes around it.`,
    );
  }
  return { path: segment };
}
