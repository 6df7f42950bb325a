import { createHash } from 'node:crypto';
import { html } from 'hono/html';
import { displayName, type User } from '../store/users.ts';

/**
 * The path of a picture that Local WorkOS draws. It has no origin, because the data may move to another port,
 * and is short, because AuthKit's SDKs store it in a cookie.
 */
export function picturePath(userId: string): string {
  return `/pictures/${userId}.svg`;
}

/** The full URL of a stored picture. @param origin Origin of Local WorkOS. */
export function pictureUrl(origin: string, stored: string | null): string | null {
  return stored?.startsWith('/') ? origin + stored : stored;
}

/** Draws a person's initials on a color derived from their id, as SVG. */
export function drawPicture(user: User) {
  return html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" width="64" height="64">
  <rect width="64" height="64" fill="${colorOf(user)}"/>
  <text x="32" y="42" fill="#fff" font-family="system-ui, sans-serif" font-size="28" text-anchor="middle">${initials(user)}</text>
</svg>`;
}

/** The first letters of the first and the last word. Keeps characters made of several code points whole. */
function initials(user: User): string {
  const words = displayName(user).split(/\s+/);
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  const letters = ends.map((word = '') => new Intl.Segmenter().segment(word).containing(0)?.segment ?? '');
  return letters.join('').toUpperCase();
}

/** All colors have the same lightness, dark enough for white letters. */
function colorOf({ id }: User): string {
  const hue = createHash('sha256').update(id).digest().readUInt16BE() % 360;
  return `hsl(${hue} 45% 36%)`;
}
