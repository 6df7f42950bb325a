import type { Context } from 'hono';
import type { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { readJson } from '../http/request-body.ts';

/**
 * Reads the JSON body and validates it against a schema. The error is one sentence, which the widgets show.
 * @throws ApiError with the status that the operation documents.
 */
export async function readPipesBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  status: 400 | 422 = 400,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await readJson(c));
  if (result.success) return result.data;
  throw new ApiError(status, {
    code: 'invalid_request_parameters',
    message: result.error.issues[0]?.message ?? 'The request is not valid.',
  });
}
