import type { Settings } from '../store/audit-log-streams.ts';
import type { Destination } from './destinations.ts';

export type SettingsErrors = Record<string, string>;

/**
 * Validates the submitted settings of a destination.
 * @param saved The stored secrets. An empty field keeps its secret.
 */
export function readSettings(
  { fields }: Destination,
  form: Record<string, string>,
  saved: Settings,
): { settings: Settings; secrets: Settings } | { errors: SettingsErrors } {
  const settings: Settings = {};
  const secrets: Settings = {};
  const errors: SettingsErrors = {};
  for (const { name, label, secret, optional, check } of fields) {
    const entered = form[name] ?? '';
    const value = entered || (secret && saved[name]) || '';
    if (!value) {
      if (!optional) errors[name] = `Enter ${lowerFirst(label)}.`;
      continue;
    }
    const result = check.safeParse(value);
    if (!result.success) errors[name] = result.error.issues[0]?.message ?? 'Check this.';
    else if (secret) secrets[name] = result.data;
    else settings[name] = result.data;
  }
  return Object.keys(errors).length > 0 ? { errors } : { settings, secrets };
}

/** Turns `Bucket name` into `the bucket name`, but leaves abbreviations alone. */
function lowerFirst(label: string): string {
  return `the ${/^[A-Z][a-z]/.test(label) ? label[0]?.toLowerCase() + label.slice(1) : label}`;
}
