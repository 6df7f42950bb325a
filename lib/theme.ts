/** The chosen theme, or `system`. Kept in a cookie. */
export type Theme = 'light' | 'dark' | 'system';

const THEME_COOKIE = 'theme';

/** Matches the cookie among the others. */
const IN_COOKIES = new RegExp(`(?:^|; )${THEME_COOKIE}=(light|dark)`);

export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/**
 * Sets the theme before the first paint. Only scripts set the class: React would reset one that the server rendered
 * as soon as the server renders another.
 */
export const THEME_SCRIPT = `document.documentElement.className = ${IN_COOKIES}.exec(document.cookie)?.[1] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')`;

/** The theme chosen in this browser. Browser only. */
export function savedTheme(): Theme {
  return parseTheme(IN_COOKIES.exec(document.cookie)?.[1]);
}

/** Sets the theme of this page and of later ones. Browser only. */
export function applyTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.className = dark ? 'dark' : 'light';
}
