import { html } from 'hono/html';
import type { Html } from '../pages/layout.ts';

/** The button of a person to choose. @param detail What tells them from others, such as their organization. */
export function personButton(name: string, detail: string): Html {
  return html`<button>
    <span class="avatar" aria-hidden="true">${initials(name)}</span>
    <span class="what"><strong>${name}</strong><small>${detail}</small></span>
  </button>`;
}

function initials(name: string): string {
  return name
    .split(/\s+/)
    .map((part) => part[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
}
