import type { DataIntegrationConfigField } from '@workos-inc/widgets/experimental/api/fetch';
import type { Config } from '../store/data-integrations.ts';
import type { EffectiveIntegration } from './effective-integration.ts';

const MAX_LENGTH = 2000;

export type ConfigResult = { ok: true; config: Config } | { ok: false; message: string };

/** The fields to fill in when connecting: the account fields that the organization has not set. */
export function accountFields({ integration, config }: EffectiveIntegration): DataIntegrationConfigField[] {
  return integration.configFields.filter(({ scope, key }) => scope === 'installation' && !config[key]);
}

/**
 * Validates values against their fields. The values replace the earlier ones, but a secret stays unless a new
 * one is given, because secrets are never returned to the client.
 * @param given Undefined keeps all values.
 */
export function checkConfig(
  fields: readonly DataIntegrationConfigField[],
  given: Record<string, unknown> | undefined,
  earlier: Config,
): ConfigResult {
  const config: Config = given ? pick(fields, earlier, ({ secret }) => secret === true) : { ...earlier };
  for (const [key, value] of Object.entries(given ?? {})) {
    const field = fields.find((candidate) => candidate.key === key);
    if (!field) return { ok: false, message: `There is no field '${key}'.` };
    if (typeof value !== 'string') return { ok: false, message: `${field.label} must be text.` };
    const text = value.trim();
    if (text === '') continue;
    if (text.length > MAX_LENGTH) return { ok: false, message: `${field.label} is too long.` };
    if (!matches(field, text)) return { ok: false, message: `${field.label} is not valid.` };
    config[key] = text;
  }
  const missing = fields.find((field) => field.required && !config[field.key] && !field.default);
  if (missing) return { ok: false, message: `${missing.label} is required.` };
  return { ok: true, config };
}

/** The values plus the defaults of missing fields, as sent to the provider. */
export function withDefaults(fields: readonly DataIntegrationConfigField[], config: Config): Config {
  const defaults = fields.flatMap((field) =>
    field.default === undefined ? [] : [[field.key, field.default] as const],
  );
  return { ...Object.fromEntries(defaults), ...config };
}

/** The values without secrets. */
export function visibleConfig(fields: readonly DataIntegrationConfigField[], config: Config): Config {
  return pick(fields, config, ({ secret }) => secret !== true);
}

/** The values with dots instead of secrets, which shows that a secret is set. */
export function maskedConfig(fields: readonly DataIntegrationConfigField[], config: Config): Config {
  const secrets = Object.keys(pick(fields, config, ({ secret }) => secret === true));
  return { ...visibleConfig(fields, config), ...Object.fromEntries(secrets.map((key) => [key, '••••••••'])) };
}

/** Whether the whole value matches the pattern, as the widgets check it. */
function matches({ pattern, patternFlags }: DataIntegrationConfigField, text: string): boolean {
  return pattern === undefined || new RegExp(`^(?:${pattern})$`, patternFlags).test(text);
}

function pick(
  fields: readonly DataIntegrationConfigField[],
  config: Config,
  wanted: (field: DataIntegrationConfigField) => boolean,
): Config {
  const keys = new Set(fields.filter(wanted).map(({ key }) => key));
  return Object.fromEntries(Object.entries(config).filter(([key]) => keys.has(key)));
}
