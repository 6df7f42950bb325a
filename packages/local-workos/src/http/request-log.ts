import type { HttpBindings } from '@hono/node-server';
import type { MiddlewareHandler } from 'hono';

export interface LoggedRequest {
  id: string;
  at: Date;
  method: string;
  /** Without the query string, which can hold codes and tokens. */
  path: string;
  status: number;
  milliseconds: number;
  /** The id of the fault hook that answered, if any. */
  fault: string | undefined;
}

/** The last requests, newest first, kept in memory for the Requests page. */
export class RequestLog {
  readonly #requests: LoggedRequest[] = [];

  add(request: LoggedRequest): void {
    this.#requests.unshift(request);
    this.#requests.length = Math.min(this.#requests.length, 200);
  }

  list(): readonly LoggedRequest[] {
    return this.#requests;
  }

  clear(): void {
    this.#requests.length = 0;
  }
}

declare module 'hono' {
  interface ContextVariableMap {
    faultHookId: string | undefined;
  }
}

/** Gives each request an id, adds the configured latency, and records the outcome. */
export function logRequests(log: RequestLog, latency: number): MiddlewareHandler {
  return async (c, next) => {
    const id = crypto.randomUUID();
    const at = new Date();
    const started = performance.now();
    // Not at the response, because headers that change there are made anew.
    (c.env as HttpBindings).outgoing.setHeader('X-Request-ID', id);
    if (latency > 0) await new Promise((resolve) => setTimeout(resolve, latency));
    await next();
    log.add({
      id,
      at,
      method: c.req.method,
      path: c.req.path,
      status: c.res.status,
      milliseconds: performance.now() - started,
      fault: c.get('faultHookId'),
    });
  };
}
