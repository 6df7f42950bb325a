const ANYWHERE = 'https://within.invalid';

/**
 * Whether a text is a path of this app, and nothing that a browser would take for another site: browsers drop
 * tabs and line breaks from addresses, and read a backslash as a slash.
 */
export function isPath(text: string): boolean {
  return text.startsWith('/') && URL.canParse(text, ANYWHERE) && new URL(text, ANYWHERE).origin === ANYWHERE;
}
