import type { Context } from 'hono';
import type { z } from 'zod';
import { refused } from './api-error.ts';
import { readJson } from './request-body.ts';

/**
 * Reads the JSON body of a widget operation. The error has the schema's message for the first problem, which
 * the widgets show unchanged or map to their own text.
 * @throws ApiError 400 with the problem, as the widgets' OpenAPI documents.
 */
export async function readWidgetBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await readJson(c));
  if (!result.success) throw refused(result.error.issues[0]?.message ?? 'The request is not valid.');
  return result.data;
}
