import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { AuditLogEventData } from '../store/audit-log-events.ts';
import {
  type AuditLogSchema,
  type AuditLogSchemaDefinition,
  definitionOf,
} from '../store/audit-log-schemas.ts';

/** By the ID of the schema: it never changes. */
const validators = new Map<string, ValidateFunction>();

/** What keeps an event from matching the schema, in the words of JSON Schema, which WorkOS uses too. */
export function schemaErrors(schema: AuditLogSchema, event: AuditLogEventData): ErrorObject[] {
  let validate = validators.get(schema.id);
  if (!validate) {
    validate = compile(definitionOf(schema));
    validators.set(schema.id, validate);
  }
  return validate(withMetadata(event)) ? [] : (validate.errors ?? []);
}

/** Why a definition cannot be used, or undefined. */
export function definitionProblem(definition: AuditLogSchemaDefinition): string | undefined {
  try {
    compile(definition);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function compile({ actor, targets, metadata }: AuditLogSchemaDefinition): ValidateFunction {
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    verbose: true,
    validateFormats: false,
    logger: false,
  });
  return ajv.compile({
    type: 'object',
    properties: {
      ...(actor ? { actor: { properties: { metadata: actor.metadata } } } : {}),
      targets: {
        // An event needs a target of each type. Others may be there too.
        allOf: targets.map(({ type }) => ({ contains: ofType(type) })),
        items: { allOf: [true, ...targets.flatMap(metadataOf)] },
      },
      ...(metadata ? { metadata } : {}),
    },
  });
}

function ofType(type: string) {
  return { properties: { type: { const: type } }, required: ['type'] };
}

function metadataOf({ type, metadata }: AuditLogSchemaDefinition['targets'][number]): object[] {
  if (!metadata) return [];
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  return [{ if: ofType(type), then: { properties: { metadata } } }];
}

/** An event without metadata has none of the required keys either. */
function withMetadata(event: AuditLogEventData) {
  const { actor, targets, metadata = {} } = event;
  return {
    ...event,
    metadata,
    actor: { ...actor, metadata: actor.metadata ?? {} },
    targets: targets.map((target) => ({ ...target, metadata: target.metadata ?? {} })),
  };
}
