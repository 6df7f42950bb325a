import { isTooDeep } from '../http/json-depth.ts';
import { parseTemplate, TemplateError } from './parse.ts';
import { bytesOf, claimsOf, jsonOf, MAX_CLAIMS_BYTES } from './render.ts';

/** The claims that make a token what it is. All others are the template's to set, as in WorkOS. */
const RESERVED = ['iss', 'sub', 'exp', 'iat', 'nbf', 'jti'];

/** Returns why a text cannot be the JWT template, or undefined if it can. */
export function jwtTemplateProblem(content: string): string | undefined {
  try {
    check(content);
    return undefined;
  } catch (error) {
    if (error instanceof TemplateError || error instanceof SyntaxError) return error.message;
    throw error;
  }
}

function check(content: string): void {
  const parts = parseTemplate(content);
  const placeholder = crypto.randomUUID();
  const keys = keysOf(jsonOf(parts, () => placeholder));
  if (keys.length === 0) {
    throw new TemplateError(
      'Template must render to an object with at least one explicitly defined top-level key.',
    );
  }
  const reserved = keys.filter((key) => RESERVED.includes(key));
  if (reserved.length > 0) throw new TemplateError(`Keys reserved: ${reserved.join(', ')}.`);
  if (keys.some((key) => key.includes(placeholder))) {
    throw new TemplateError('A top-level key cannot contain an expression.');
  }
  // Without any value, a template is as small as it gets.
  if (bytesOf(claimsOf(jsonOf(parts, () => null))) > MAX_CLAIMS_BYTES) {
    throw new TemplateError(`Template must render to at most ${MAX_CLAIMS_BYTES} bytes.`);
  }
}

/** The top-level keys, if it is an object. */
function keysOf(json: string): string[] {
  const value: unknown = JSON.parse(json);
  if (isTooDeep(value)) throw new TemplateError('Template is nested too deeply.');
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}
