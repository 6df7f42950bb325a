import { createHmac, timingSafeEqual } from 'node:crypto';
import type { LocalWorkOS } from '../http/context.ts';
import type { AuditLogExport } from '../store/audit-log-exports.ts';
import type { Database } from '../store/database.ts';
import { newSecret } from '../store/ids.ts';
import { readSetting, writeSetting } from '../store/settings.ts';

/** As documented. */
const LIFETIME_SECONDS = 600;

const KEY_SETTING = 'audit_log_export_key';

/** A URL where whoever has it can download the export, for ten minutes. */
export function exportUrl({ db, origin }: LocalWorkOS, { id }: AuditLogExport): string {
  const expires = String(seconds(db) + LIFETIME_SECONDS);
  return `${origin}/audit-log-exports/${id}.csv?${new URLSearchParams({ expires, signature: sign(db, id, expires) })}`;
}

/** Whether a URL of {@link exportUrl} is unaltered and has not expired. */
export function isValidExportUrl(
  db: Database,
  { id, expires, signature }: { id: string; expires: string; signature: string },
): boolean {
  const [given, expected] = [Buffer.from(signature), Buffer.from(sign(db, id, expires))];
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && Number(expires) > seconds(db)
  );
}

function sign(db: Database, id: string, expires: string): string {
  let key = readSetting(db, KEY_SETTING);
  if (!key) {
    key = newSecret();
    writeSetting(db, KEY_SETTING, key);
  }
  return createHmac('sha256', key).update(`${id} ${expires}`).digest('base64url');
}

function seconds(db: Database): number {
  return Math.floor(db.now().getTime() / 1000);
}
