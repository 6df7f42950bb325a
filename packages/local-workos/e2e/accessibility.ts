import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { expect, type Page } from '@playwright/test';
import type axe from 'axe-core';

declare global {
  interface Window {
    axe: typeof axe;
  }
}

/**
 * Asserts that the screen has no serious or critical violations: in the open dialog or, without one, the page.
 * @param part A selector that limits the check.
 */
export async function expectAccessible(page: Page, part?: string): Promise<void> {
  await expectNoViolations(page, part);
}

/** Checks the page, and then its colors in the dark theme. Only works if the person has not chosen a theme. */
export async function expectAccessibleInBothThemes(page: Page, part?: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light' });
  await expectNoViolations(page, part);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectNoViolations(page, part, ['color-contrast']);
}

async function expectNoViolations(page: Page, part?: string, rules?: string[]): Promise<void> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(AXE);
  const violations = await page.evaluate(violationsOnScreen, {
    part,
    dialog: DIALOG,
    // Preloading would fetch and parse each style sheet again, for a rule about locked orientation that is off
    // by default.
    options: { resultTypes: ['violations'], preload: false, ...(rules ? { runOnly: rules } : {}) },
  } satisfies Parameters<typeof violationsOnScreen>[0]);
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => ({ id, html })))
    .filter(({ id, html }) => !KNOWN_IN_WIDGETS.some((known) => known.id === id && known.html.test(html)));
  expect(grave).toEqual([]);
}

/** Runs inside the page. */
async function violationsOnScreen({
  part,
  dialog,
  options,
}: {
  part: string | undefined;
  dialog: string;
  options: axe.RunOptions;
}): Promise<axe.Result[]> {
  // Finish animations first, because axe would measure their intermediate colors.
  const fading = document
    .getAnimations()
    .filter(({ effect }) => effect?.getComputedTiming().iterations !== Infinity);
  await Promise.allSettled(fading.map(({ finished }) => finished));
  // The page behind a dialog is inert and dimmed, so its contrast does not matter.
  const within = part ?? (document.querySelector(dialog) ? dialog : 'html');
  return (await window.axe.run(within, options)).violations;
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const DIALOG = '[role="dialog"], [role="alertdialog"]';

/** Violations in @workos-inc/widgets 1.18 itself, which apps cannot fix. */
const KNOWN_IN_WIDGETS: readonly { id: string; html: RegExp }[] = [
  // users-filter.js: the filter by role is a combobox without a name.
  { id: 'button-name', html: /data-woswidgets-element="select"[^>]*role="combobox"/ },
  // organization-switcher.js: its button has no name until it has loaded.
  { id: 'button-name', html: /organization-switche.*="loading"/ },
  // users-management.js, its Table.Root: on a phone the table scrolls sideways in a box that takes no focus of its own.
  { id: 'scrollable-region-focusable', html: /data-radix-scroll-area-viewport=""/ },
  // users-management.js: the rows of expired and revoked invitations are dimmed with an inline opacity.
  { id: 'color-contrast', html: /class="rt-Text [^>]*style="opacity: 0\.6;"/ },
  // user-profile.js, users-management.js: a person's picture has no alternative text.
  { id: 'image-alt', html: /class="rt-AvatarImage"/ },
  // otp-input.js: the six fields for a code have no labels.
  { id: 'label', html: /maxlength="1" pattern="\\d\{1\}"/ },
  // create-api-key.js, create-user-api-key.js: the field with the new key has no label.
  { id: 'label', html: /readonly=""[^>]*value="sk_/ },
];
