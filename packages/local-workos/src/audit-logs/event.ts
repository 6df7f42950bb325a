import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { momentSchema } from '../http/moment.ts';
import { readJson } from '../http/request-body.ts';
import type { AuditLogEventData } from '../store/audit-log-events.ts';

const MAX_KEYS = 50;

const name = z.string().min(1, 'required');

const metadata = z
  .record(
    z
      .string()
      .regex(/^[a-zA-Z0-9_-]{0,40}$/, 'keys have at most 40 letters, digits, underscores, and hyphens'),
    z.union(
      [z.string().max(500), z.number(), z.boolean()],
      'values are strings of at most 500 characters, numbers, or booleans',
    ),
  )
  .refine((entries) => Object.keys(entries).length <= MAX_KEYS, `at most ${MAX_KEYS} keys`);

const entity = z.object({
  id: name,
  type: name,
  name: z.string().optional(),
  metadata: metadata.optional(),
});

const eventSchema = z.object({
  action: name,
  occurred_at: momentSchema('must be an ISO 8601 date string'),
  actor: entity,
  targets: z.array(entity),
  context: z.object({ location: z.string(), user_agent: z.string().optional() }),
  metadata: metadata.optional(),
  version: z.int().min(1).optional(),
}) satisfies z.ZodType<AuditLogEventData>;

const ingestion = z.object({ organization_id: name, event: eventSchema });

/** The body of `POST /audit_logs/events`. */
export type Ingestion = z.infer<typeof ingestion>;

/** Reads the body. @throws ApiError 422, as documented: it names each field, and why it is refused. */
export async function readIngestion(c: Context): Promise<Ingestion> {
  const result = ingestion.safeParse(await readJson(c), { reportInput: true });
  if (result.success) return result.data;
  const errors = result.error.issues.map((issue) => ({
    code: issue.code === 'invalid_type' && issue.input === undefined ? 'required' : issue.message,
    field: issue.path.join('.') || 'body',
  }));
  throw new ApiError(422, { message: 'Validation failed.', errors });
}

/** The hash of a body, whatever the order of its keys. */
export function hashOf(body: Ingestion): string {
  const text = JSON.stringify(body, (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(text).digest('hex');
}
