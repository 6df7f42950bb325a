import type { Context } from 'hono';

/** The token of `Authorization: Bearer …`, or undefined. */
export function bearerToken(c: Context): string | undefined {
  return /^Bearer\s+(\S+)$/i.exec(c.req.header('Authorization') ?? '')?.[1];
}
