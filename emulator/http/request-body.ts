import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError, unprocessable } from './api-error.ts';

/**
 * The JSON body, checked against a schema. An empty body counts as `{}`.
 * @throws ApiError 400 when it is not JSON, 422 `invalid_request_parameters` when it does not fit.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await readJson(c));
  if (!result.success) throw validationFailed(result.error);
  return result.data;
}

/** The query string, checked in the same way. `name[]` is a list, and so is a name that repeats. */
export function readQuery<Schema extends z.ZodType>(c: Context, schema: Schema): z.infer<Schema> {
  const query = Object.fromEntries(
    Object.entries(c.req.queries()).map(([key, values]) =>
      key.endsWith('[]') ? [key.slice(0, -2), values] : [key, values.length > 1 ? values : values[0]],
    ),
  );
  const result = schema.safeParse(query);
  if (!result.success) throw validationFailed(result.error);
  return result.data;
}

/** The body as JSON, whatever it is. @throws ApiError 400 when it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  try {
    return JSON.parse(text);
  } catch {
    throw new ApiError(400, { message: 'The request body is not valid JSON.', error: 'Bad Request' });
  }
}

/** A list in a query string, repeated or, as the Node SDK writes it, with commas. */
export const listSchema = z.union([z.string().transform((text) => text.split(',')), z.array(z.string())]);

function validationFailed(error: z.ZodError): ApiError {
  const errors = error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    code: issue.message,
  }));
  return unprocessable(
    `Validation failed: ${errors.map(({ field, code }) => `${field}: ${code}`).join('; ')}.`,
    {
      errors,
    },
  );
}
