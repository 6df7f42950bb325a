import type { Context } from 'hono';
import type { z } from 'zod';
import { refused } from './api-error.ts';
import { readJson } from './request-body.ts';

/**
 * The JSON body of a widget operation. The widgets show the message as it is, or know it and show their own:
 * it is the schema's, of the first thing that is wrong.
 * @throws ApiError 400 with what is wrong, as the widgets' OpenAPI documents it.
 */
export async function readWidgetBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await readJson(c));
  if (!result.success) throw refused(result.error.issues[0]?.message ?? 'The request is not valid.');
  return result.data;
}
