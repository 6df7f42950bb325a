import type { Context } from 'hono';
import { html } from 'hono/html';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { FORM_TOKEN, formToken } from '../http/browser.ts';

export type Html = ReturnType<typeof html>;

const SECURITY_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; connect-src 'self'; base-uri 'none'; frame-ancestors 'none'",
  // With no-referrer, browsers would not name the origin of Local WorkOS's own forms.
  'Referrer-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Cache-Control': 'no-store',
};

/** A hosted page with a centered card, like AuthKit's. */
export function cardPage(
  c: Context,
  content: { title: string; body: Html; status?: ContentfulStatusCode },
): Response | Promise<Response> {
  return respond(
    c,
    content.title,
    html`<main class="card-page">
        <div class="card">
          <p class="brand"><span class="mark" aria-hidden="true"></span>Local WorkOS</p>
          <h1>${content.title}</h1>
          ${content.body}
        </div>
        <p class="hint">
          A stand-in on this machine. Nothing leaves it; mail arrives in the <a href="/">inbox</a>.
        </p>
      </main>`,
    content.status,
  );
}

/** A hosted page that says what went wrong and what to do. */
export function errorPage(
  c: Context,
  title: string,
  text: string,
  action?: { href: string; label: string },
): Response | Promise<Response> {
  return cardPage(c, {
    title,
    body: html`<p role="alert">${text}</p>
      ${action ? html`<a class="button" href="${action.href}">${action.label}</a>` : ''}`,
    status: 400,
  });
}

/** A labeled input, with its error associated if there is one. */
export function field(input: {
  name: string;
  label: string;
  type?: string;
  value?: string | undefined;
  autocomplete?: string;
  error?: string | undefined;
  hint?: string;
  readonly?: boolean;
  inputmode?: string;
  autofocus?: boolean;
}): Html {
  const { name, label, error, hint } = input;
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <input
      id="${name}"
      name="${name}"
      type="${input.type ?? 'text'}"
      value="${input.value ?? ''}"
      autocomplete="${input.autocomplete ?? 'off'}"
      ${input.inputmode ? html`inputmode="${input.inputmode}"` : ''}
      ${input.readonly ? html`readonly` : ''}
      ${input.autofocus ? html`autofocus` : ''}
      ${error ? html`aria-invalid="true"` : ''}
      ${describedBy ? html`aria-describedby="${describedBy}"` : ''}
    />
    ${hint ? html`<p class="field-hint" id="${name}-hint">${hint}</p>` : ''}
    ${error ? html`<p class="field-error" id="${name}-error" role="alert">${error}</p>` : ''}
  </div>`;
}

/** A labeled text of several lines, in a font of fixed width. */
export function textAreaField(input: {
  name: string;
  label: string;
  rows: number;
  value: string;
  error?: string | undefined;
  hint?: string;
}): Html {
  const { name, label, rows, value, error, hint } = input;
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <textarea
      id="${name}"
      name="${name}"
      rows="${rows}"
      spellcheck="false"
      ${error ? html`aria-invalid="true"` : ''}
      ${describedBy ? html`aria-describedby="${describedBy}"` : ''}
    >
${value}</textarea
    >
    ${hint ? html`<p class="field-hint" id="${name}-hint">${hint}</p>` : ''}
    ${error ? html`<p class="field-error" id="${name}-error" role="alert">${error}</p>` : ''}
  </div>`;
}

/** A labeled select. */
export function selectField(input: {
  name: string;
  label: string;
  options: readonly { value: string; label: string }[];
  value?: string | undefined;
  error?: string | undefined;
  hint?: string;
}): Html {
  const { name, label, options, value, error, hint } = input;
  const describedBy = [error && `${name}-error`, hint && `${name}-hint`].filter(Boolean).join(' ');
  return html`<div class="field">
    <label for="${name}">${label}</label>
    <select
      id="${name}"
      name="${name}"
      ${error ? html`aria-invalid="true"` : ''}
      ${describedBy ? html`aria-describedby="${describedBy}"` : ''}
    >
      ${options.map(
        (option) =>
          html`<option value="${option.value}" ${option.value === value ? html`selected` : ''}>${option.label}</option>`,
      )}
    </select>
    ${hint ? html`<p class="field-hint" id="${name}-hint">${hint}</p>` : ''}
    ${error ? html`<p class="field-error" id="${name}-error" role="alert">${error}</p>` : ''}
  </div>`;
}

/** A labeled checkbox. */
export function checkField(input: {
  name: string;
  label: string;
  checked: boolean;
  hint?: string | undefined;
}): Html {
  const { name, label, checked, hint } = input;
  return html`<div class="field">
    <label class="check">
      <input
        type="checkbox"
        name="${name}"
        ${checked ? html`checked` : ''}
        ${hint ? html`aria-describedby="${name}-hint"` : ''}
      />
      ${label}
    </label>
    ${hint ? html`<p class="field-hint" id="${name}-hint">${hint}</p>` : ''}
  </div>`;
}

/** A list of names and values, such as the state of a connection. */
export function facts(entries: readonly (readonly [name: string, value: Html | string])[]): Html {
  return html`<dl class="facts">
    ${entries.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** A human-readable time, with the exact one in the markup. */
export function time(iso: string): Html {
  const text = new Date(iso).toLocaleString('en-US', { dateStyle: 'medium', timeStyle: 'short' });
  return html`<time datetime="${iso}">${text}</time>`;
}

/** Shown when a form doesn't carry the token of the browser that sends it. */
export function formRefusedPage(c: Context): Response | Promise<Response> {
  return cardPage(c, {
    title: 'This form was not sent',
    body: html`<p role="alert">It comes from a page of another browser, or one that is too old. Open the page again.</p>`,
    status: 403,
  });
}

const POST_FORMS = /<form\b[^>]*\bmethod="post"[^>]*>/g;

/** Renders a full page with this body. Each form that posts gets the browser's token. */
export async function respond(c: Context, title: string, body: Html, status: ContentfulStatusCode = 200) {
  const page = await html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="color-scheme" content="light dark" />
          <title>${title} · Local WorkOS</title>
          <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
          <link rel="stylesheet" href="/assets/styles.css" />
        </head>
        <body>
          ${body}
        </body>
      </html>`;
  const field = `<input type="hidden" name="${FORM_TOKEN}" value="${formToken(c)}" />`;
  return c.html(
    page.replace(POST_FORMS, (form) => form + field),
    status,
    SECURITY_HEADERS,
  );
}
