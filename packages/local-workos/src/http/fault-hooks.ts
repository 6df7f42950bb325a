import type { HttpBindings } from '@hono/node-server';
import { Hono, type MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { z } from 'zod';
import { newId } from '../store/ids.ts';
import { notFound } from './api-error.ts';
import { readBody } from './request-body.ts';

/**
 * A fault: matching requests are answered with `status` and `body`, lose their connection, or are only delayed. The
 * format is that of `workos/emulate`, plus `delay`, `disconnect`, `headers`, and text bodies.
 */
export const faultHookSchema = z
  .strictObject({
    method: z
      .string()
      .regex(/^(\*|[a-z]+)$/i, 'must be GET, POST, …, or *')
      .default('*')
      .describe('GET, POST, …, or * for any method'),
    path: z
      .string()
      .startsWith('/')
      .or(z.literal('*'))
      .refine((path) => !isSpared(path), 'faults do not apply to the pages that remove them')
      .describe('a path; * matches any part of it'),
    status: z.number().int().min(200).max(599).optional(),
    body: z
      .union([z.record(z.string(), z.unknown()), z.string()])
      .optional()
      .describe('JSON, or text such as the error page of a broken proxy'),
    headers: z.record(z.string().regex(/^[\w-]+$/), z.string().regex(/^[\x20-\x7e]*$/)).optional(),
    count: z
      .number()
      .int()
      .positive()
      .optional()
      .describe('how many requests fail; if omitted, all until removed'),
    delay: z.number().int().min(0).max(60_000).optional().describe('milliseconds'),
    disconnect: z.literal(true).optional().describe('close the connection without an answer'),
  })
  .refine(
    ({ status, delay, disconnect }) => status !== undefined || delay !== undefined || disconnect,
    'specify a status, a delay, or disconnect',
  )
  .refine(
    ({ status, disconnect }) => status === undefined || !disconnect,
    'a connection that is closed has no status',
  );

export type FaultHook = z.infer<typeof faultHookSchema> & { id: string };

export class FaultHooks {
  #hooks: FaultHook[] = [];

  add(hook: z.input<typeof faultHookSchema>): FaultHook {
    const added = { id: newId('hook'), ...faultHookSchema.parse(hook) };
    this.#hooks.push(added);
    return added;
  }

  list(): readonly FaultHook[] {
    return this.#hooks;
  }

  remove(id: string): boolean {
    const before = this.#hooks.length;
    this.#hooks = this.#hooks.filter((hook) => hook.id !== id);
    return this.#hooks.length < before;
  }

  clear(): void {
    this.#hooks = [];
  }

  /** Returns the first matching hook and decreases its count. */
  take(method: string, path: string): FaultHook | undefined {
    const hook = this.#hooks.find((candidate) => matches(candidate, method, path));
    if (hook?.count !== undefined) {
      hook.count--;
      if (hook.count === 0) this.remove(hook.id);
    }
    return hook;
  }
}

/** Plays the faults, except on the paths that remove them. */
export function playFaults(hooks: FaultHooks): MiddlewareHandler {
  return async (c, next) => {
    const preflight = c.req.method === 'OPTIONS';
    const hook = preflight || isSpared(c.req.path) ? undefined : hooks.take(c.req.method, c.req.path);
    if (!hook) return next();
    c.set('faultHookId', hook.id);
    if (hook.delay) await new Promise((resolve) => setTimeout(resolve, hook.delay));
    if (hook.disconnect) (c.env as HttpBindings).incoming.destroy();
    if (hook.status === undefined) return next();
    if (BODILESS.has(hook.status)) return new Response(null, { status: hook.status });
    for (const [name, value] of Object.entries(hook.headers ?? {})) c.header(name, value);
    const status = hook.status as ContentfulStatusCode;
    const body = hook.body ?? defaultBody(status);
    return typeof body === 'string' ? c.html(body, status) : c.json(body, status);
  };
}

/** `/_emulate/hooks`: list, add, remove one, remove all. */
export function faultHookRoutes(hooks: FaultHooks): Hono {
  const app = new Hono();
  app.get('/_emulate/hooks', (c) => c.json({ data: hooks.list() }));
  app.post('/_emulate/hooks', async (c) => c.json(hooks.add(await readBody(c, faultHookSchema)), 201));
  app.delete('/_emulate/hooks', (c) => {
    hooks.clear();
    return c.body(null, 204);
  });
  app.delete('/_emulate/hooks/:id', (c) => {
    const id = c.req.param('id');
    if (!hooks.remove(id)) throw notFound('Hook', id);
    return c.body(null, 204);
  });
  return app;
}

/** The hooks API, and the faults page with its assets. */
function isSpared(path: string): boolean {
  return /^\/(_emulate|faults|assets)(\/|$)/.test(path);
}

function matches(hook: FaultHook, method: string, path: string): boolean {
  if (hook.method !== '*' && hook.method.toUpperCase() !== method) return false;
  // A final `/*` matches the path itself and everything below it.
  if (hook.path.endsWith('/*') && matchesPattern(hook.path.slice(0, -2), path)) return true;
  return matchesPattern(hook.path, path);
}

/** Whether a path matches a pattern in which `*` stands for any text. Takes linear time, unlike a regular expression. */
function matchesPattern(pattern: string, path: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return path === pattern;
  if (!path.startsWith(first) || !path.endsWith(last)) return false;
  let position = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, position);
    if (found < 0) return false;
    position = found + part.length;
  }
  return position <= path.length - last.length;
}

/** Statuses that cannot have a body in HTTP. */
const BODILESS = new Set([204, 205, 304]);

function defaultBody(status: number): Record<string, unknown> {
  const [code, message] = DEFAULT_BODIES[status] ?? ['error', `Error ${status}`];
  return { code, message };
}

const DEFAULT_BODIES: Record<number, [code: string, message: string]> = {
  400: ['bad_request', 'Bad Request'],
  401: ['unauthorized', 'Unauthorized'],
  403: ['forbidden', 'Forbidden'],
  404: ['not_found', 'Not Found'],
  409: ['conflict', 'Conflict'],
  422: ['unprocessable_entity', 'Unprocessable Entity'],
  429: ['rate_limit_exceeded', 'Too Many Requests'],
  500: ['server_error', 'Internal Server Error'],
  503: ['service_unavailable', 'Service Unavailable'],
};
