import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { ApiError } from './api-error.ts';

/** In bytes. The largest bodies are seed files. */
const MAX_BODY = 10 * 1024 * 1024;

/** Counts a body of unknown length while it arrives. */
const countBody = bodyLimit({ maxSize: MAX_BODY, onError: refuseLargeBody });

/**
 * Refuses a body larger than 10 MB. Where the headers tell its length, the body is left alone: just to look at it, as
 * Hono's own check does, costs more than the rest of a short request.
 */
export const limitBody: MiddlewareHandler = async (c, next) => {
  if (c.req.header('Transfer-Encoding') !== undefined) return countBody(c, next);
  if (Number(c.req.header('Content-Length') ?? 0) > MAX_BODY) refuseLargeBody();
  await next();
};

function refuseLargeBody(): never {
  throw new ApiError(413, { code: 'content_too_large', message: 'The request body is larger than 10 MB.' });
}
