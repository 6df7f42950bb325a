import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError } from './api-error.ts';
import { isTooDeep } from './json-depth.ts';

type ValidationStatus = 400 | 422;

/**
 * Reads the JSON body and validates it against a schema. An empty body counts as `{}`.
 * @param status The documented status for an invalid body.
 * @throws ApiError 400 when it is not JSON, `status` when it is invalid.
 */
export async function readBody<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  status: ValidationStatus = 422,
): Promise<z.infer<Schema>> {
  const result = schema.safeParse(await readJson(c));
  if (!result.success) throw validationFailed(result.error, status);
  return result.data;
}

/** Reads the body as {@link readBody}, or as a form, which OAuth clients send. */
export async function readBodyOrForm<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  status: ValidationStatus = 422,
): Promise<z.infer<Schema>> {
  const isForm = c.req.header('Content-Type')?.startsWith('application/x-www-form-urlencoded');
  const result = schema.safeParse(isForm ? await readForm(c) : await readJson(c));
  if (!result.success) throw validationFailed(result.error, status);
  return result.data;
}

/** Reads the query string and validates it in the same way. `name[]` and repeated names are lists. */
export function readQuery<Schema extends z.ZodType>(
  c: Context,
  schema: Schema,
  status: ValidationStatus = 422,
): z.infer<Schema> {
  const query = Object.fromEntries(
    Object.entries(c.req.queries()).map(([key, values]) =>
      key.endsWith('[]') ? [key.slice(0, -2), values] : [key, values.length > 1 ? values : values[0]],
    ),
  );
  const result = schema.safeParse(query);
  if (!result.success) throw validationFailed(result.error, status);
  return result.data;
}

/** Reads the body as JSON of any shape. @throws ApiError 400 when it is not JSON. */
export async function readJson(c: Context): Promise<unknown> {
  const text = await c.req.text();
  if (text.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new ApiError(400, { message: 'The request body is not valid JSON.', error: 'Bad Request' });
  }
  if (isTooDeep(value)) {
    throw new ApiError(400, { message: 'The request body is nested too deeply.', error: 'Bad Request' });
  }
  return value;
}

/** Reads the fields of a posted form, including files. @throws ApiError 400 when it cannot be read. */
export function readFormData(c: Context): Promise<Record<string, string | File>> {
  return c.req.parseBody().catch(refuseForm);
}

/** Like {@link readFormData}, but with every value of repeated fields. */
export function readFormChoices(c: Context): Promise<Record<string, string | File | (string | File)[]>> {
  return c.req.parseBody({ all: true }).catch(refuseForm);
}

function refuseForm(): never {
  throw new ApiError(400, { message: 'The form cannot be read.', error: 'Bad Request' });
}

/** A list in a query string: repeated, or separated by commas as the Node SDK sends it. */
export const listSchema = z.union([z.string().transform((text) => text.split(',')), z.array(z.string())]);

/** An email address of at most the maximum length. */
export const emailAddress = z.email().max(254);

/** A first or last name. */
export const personName = z.string().trim().max(255);

/** The error for a request that a schema rejects. */
export function validationFailed(error: z.ZodError, status: ValidationStatus): ApiError {
  const errors = error.issues.map((issue) => ({
    field: issue.path.join('.') || 'body',
    code: issue.message,
  }));
  const problems = errors.map(({ field, code }) => `${field}: ${code}`).join('; ');
  return new ApiError(status, {
    code: 'invalid_request_parameters',
    message: `Validation failed: ${problems}.`,
    errors,
  });
}

export type Form = Record<string, string>;

/** Reads the text fields of a posted form. Trims spaces, except in passwords. */
export async function readForm(c: Context): Promise<Form> {
  const body = await readFormData(c);
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, name.includes('password') ? value : value.trim()]] : [],
    ),
  );
}
