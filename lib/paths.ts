const ANYWHERE = 'https://within.invalid';

/**
 * Whether a string is a path in this app that no browser takes for another site. Browsers drop tabs and line breaks
 * from URLs, and read a backslash as a slash.
 */
export function isPath(text: string): boolean {
  return text.startsWith('/') && URL.canParse(text, ANYWHERE) && new URL(text, ANYWHERE).origin === ANYWHERE;
}
