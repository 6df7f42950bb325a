import type { ErrorHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { DataFileError, type DataFileProblem } from '../store/data-file-error.ts';

/** An error response. Throw it anywhere below a route; {@link handleError} sends it as JSON. */
export class ApiError extends Error {
  readonly status: ContentfulStatusCode;
  readonly body: Record<string, unknown>;
  readonly headers: Record<string, string>;

  constructor(
    status: ContentfulStatusCode,
    body: Record<string, unknown>,
    headers: Record<string, string> = {},
  ) {
    super(String(body.message ?? body.error_description ?? body.error ?? status));
    this.name = 'ApiError';
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** Returns a 400 with one of the operation's documented codes. */
export function badRequest(code: string, message: string): ApiError {
  return new ApiError(400, { code, message });
}

/** Returns a 400 with only a message, which the widgets show unchanged. */
export function refused(message: string): ApiError {
  return new ApiError(400, { message });
}

/** Returns a 400 in the OAuth format of `POST /user_management/authenticate`. */
export function oauthError(error: string, description: string, more: Record<string, unknown> = {}): ApiError {
  return new ApiError(400, { error, error_description: description, ...more });
}

export function unauthorized(message = 'Unauthorized'): ApiError {
  return new ApiError(401, { message });
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, { message });
}

/** Returns a 404 with the wording of the API reference: `Organization not found: 'org_…'.` */
export function notFound(what: string, id: string): ApiError {
  return new ApiError(404, {
    code: 'entity_not_found',
    message: `${what} not found: '${id}'.`,
    entity_id: id,
  });
}

export function unprocessable(message: string, more: Record<string, unknown> = {}): ApiError {
  return new ApiError(422, { code: 'invalid_request_parameters', message, ...more });
}

/** Returns the row. @throws ApiError 404 that names what is missing. */
export function orNotFound<Row>(row: Row | undefined, what: string, id: string): Row {
  if (row === undefined) throw notFound(what, id);
  return row;
}

const DATA_FILE_STATUS: Record<DataFileProblem, ContentfulStatusCode> = {
  data_file_unusable: 500,
  data_file_locked: 503,
  data_file_gone: 500,
  insufficient_storage: 507,
};

export const handleError: ErrorHandler = (error, c) => {
  if (error instanceof ApiError) return c.json(error.body, error.status, error.headers);
  if (error instanceof HTTPException)
    return c.json({ message: error.message || 'Bad Request' }, error.status);
  if (error instanceof DataFileError) {
    const { code, message } = error;
    console.error(message);
    return c.json({ code, message }, DATA_FILE_STATUS[code]);
  }
  console.error(error);
  return c.json({ code: 'server_error', message: 'Local WorkOS failed. See its terminal.' }, 500);
};
