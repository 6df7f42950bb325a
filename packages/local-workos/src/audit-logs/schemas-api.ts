import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound, unprocessable } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readBody, readQuery } from '../http/request-body.ts';
import {
  type AuditLogAction,
  type AuditLogSchema,
  createAuditLogSchema,
  definitionOf,
  findAuditLogAction,
  latestAuditLogSchema,
} from '../store/audit-log-schemas.ts';
import { requireRow } from '../store/database.ts';
import { listPage } from '../store/pagination.ts';

const jsonSchema = z.record(z.string(), z.unknown());

const definition = z.object({
  actor: z.object({ metadata: jsonSchema }).optional(),
  targets: z.array(z.object({ type: z.string().min(1), metadata: jsonSchema.optional() })).min(1),
  metadata: jsonSchema.optional(),
});

/** Such as `user.signed_in`. */
const ACTION_NAME = /^[^\s\p{C}]{1,255}$/u;

const ACTIONS = '/audit_logs/actions';
const SCHEMAS = `${ACTIONS}/:actionName/schemas`;

/** The actions, and the versions of their schemas: https://workos.com/docs/reference/audit-logs/schema */
export function auditLogSchemaRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get(ACTIONS, (c) => {
    const page = listPage<AuditLogAction>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM audit_log_actions WHERE true',
      parameters: {},
    });
    return c.json(
      listResponse(page, ({ id, name, ...times }) => ({
        object: 'audit_log_action' as const,
        name,
        schema: serialize(requireRow(latestAuditLogSchema(db, id))),
        ...times,
      })),
    );
  });

  app.post(SCHEMAS, async (c) => {
    const name = c.req.param('actionName');
    if (!ACTION_NAME.test(name)) {
      throw unprocessable('The name of an action has at most 255 characters, and no spaces.');
    }
    const body = await readBody(c, definition);
    const { definitionProblem } = await import('./schema-validation.ts');
    const problem = definitionProblem(body);
    if (problem) throw unprocessable(`The metadata is not a valid JSON Schema: ${problem}.`);
    return c.json(serialize(createAuditLogSchema(db, name, body)), 201);
  });

  app.get(SCHEMAS, (c) => {
    const name = c.req.param('actionName');
    const { id } = orNotFound(findAuditLogAction(db, name), 'Audit Log Action', name);
    const page = listPage<AuditLogSchema>(db, readQuery(c, pageQuery), {
      select: 'SELECT * FROM audit_log_schemas WHERE action_id = :id',
      parameters: { id },
    });
    return c.json(listResponse(page, serialize));
  });

  return app;
}

function serialize(schema: AuditLogSchema) {
  const { version, created_at } = schema;
  return { object: 'audit_log_schema' as const, version, ...definitionOf(schema), created_at };
}
