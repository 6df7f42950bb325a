import assert from 'node:assert/strict';
import { afterEach, beforeEach, test } from 'node:test';
import { runInThisContext } from 'node:vm';
import { applyTheme, savedTheme, THEME_SCRIPT, type Theme } from './theme.ts';

const page = { cookie: '', documentElement: { className: '' } };
let systemIsDark = false;

beforeEach(() => {
  page.cookie = '';
  page.documentElement.className = '';
  Object.assign(globalThis, {
    document: page,
    matchMedia: (query: string) => ({ matches: query === '(prefers-color-scheme: dark)' && systemIsDark }),
  });
});

afterEach(() => {
  for (const name of ['document', 'matchMedia']) Reflect.deleteProperty(globalThis, name);
});

for (const [cookie, saved] of [
  ['', 'system'],
  ['theme=dark', 'dark'],
  ['theme=light', 'light'],
  ['theme=system', 'system'],
  ['a=b; theme=dark; c=d', 'dark'],
  ['another-theme=dark', 'system'],
  ['a=theme=dark', 'system'],
] as const) {
  test(`finds the theme ${saved} in the cookies ${JSON.stringify(cookie)}`, () => {
    page.cookie = cookie;
    assert.equal(savedTheme(), saved);
    for (const dark of [true, false]) {
      systemIsDark = dark;
      runInThisContext(THEME_SCRIPT);
      assert.equal(page.documentElement.className, saved === 'system' ? (dark ? 'dark' : 'light') : saved);
    }
  });
}

for (const [theme, dark, className] of [
  ['dark', false, 'dark'],
  ['light', true, 'light'],
  ['system', true, 'dark'],
  ['system', false, 'light'],
] as [Theme, boolean, string][]) {
  test(`shows the theme ${theme} as ${className} on a ${dark ? 'dark' : 'light'} system, and keeps it`, () => {
    systemIsDark = dark;
    applyTheme(theme);
    assert.equal(page.documentElement.className, className);
    assert.equal(page.cookie, `theme=${theme}; path=/; max-age=31536000; samesite=lax`);
  });
}
