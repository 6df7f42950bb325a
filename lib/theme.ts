/** How the app looks: as chosen, or as the system is set. Kept in a cookie. */
export type Theme = 'light' | 'dark' | 'system';

const THEME_COOKIE = 'theme';

/** Where the cookie stands among the others. */
const IN_COOKIES = new RegExp(`(?:^|; )${THEME_COOKIE}=(light|dark)`);

export function parseTheme(value: string | undefined): Theme {
  return value === 'light' || value === 'dark' ? value : 'system';
}

/**
 * Sets the theme before the first paint. The class is set by scripts alone: one that the server sends would
 * be taken back by React when the server next sends another.
 */
export const THEME_SCRIPT = `document.documentElement.className = ${IN_COOKIES}.exec(document.cookie)?.[1] ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')`;

/** The theme that was chosen here. For the browser only. */
export function savedTheme(): Theme {
  return parseTheme(IN_COOKIES.exec(document.cookie)?.[1]);
}

/** Sets the theme of the page that is shown, and of the next ones. For the browser only. */
export function applyTheme(theme: Theme): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser yet.
  document.cookie = `${THEME_COOKIE}=${theme}; path=/; max-age=31536000; samesite=lax`;
  const dark = theme === 'dark' || (theme === 'system' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.className = dark ? 'dark' : 'light';
}
