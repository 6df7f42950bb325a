import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { CreateAuditLogEventOptions, WorkOS } from '@workos-inc/node';
import type { Harness } from './harness.ts';

/** An event with what is given here in place of the rest. */
export function newEvent(more: Partial<CreateAuditLogEventOptions> = {}): CreateAuditLogEventOptions {
  return {
    action: 'document.updated',
    occurredAt: new Date(),
    actor: { id: 'user_1', type: 'user', name: 'Jon Smith' },
    targets: [{ id: `document_${randomUUID()}`, type: 'document' }],
    context: { location: '192.0.2.8', userAgent: 'Firefox' },
    ...more,
  };
}

/** The same event as the API takes it. */
export function serialized({ occurredAt, context, ...event }: CreateAuditLogEventOptions) {
  const { location, userAgent } = context;
  return { ...event, occurred_at: occurredAt.toISOString(), context: { location, user_agent: userAgent } };
}

type ExportOptions = Partial<Parameters<WorkOS['auditLogs']['createExport']>[0]>;

/** The rows of an export of an organization's events, by column. Without a range, of all times. */
export async function exportedRows(
  { workos }: Pick<Harness, 'workos'>,
  organizationId: string,
  options: ExportOptions = {},
): Promise<Record<string, string>[]> {
  const created = await workos.auditLogs.createExport({
    organizationId,
    rangeStart: new Date('2000-01-01'),
    rangeEnd: new Date('2100-01-01'),
    ...options,
  });
  const { state, url = '' } = await workos.auditLogs.getExport(created.id);
  assert.equal(state, 'ready');
  return rowsOf(await (await fetch(url)).text());
}

/** The rows of a CSV file, by column. */
export function rowsOf(csv: string): Record<string, string>[] {
  const [columns = [], ...rows] = parseCsv(csv);
  return rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] ?? ''])));
}

/** Reads RFC 4180, character by character. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (isQuoted) {
      if (character !== '"') cell += character;
      else if (text.charAt(at + 1) === '"') cell += text.charAt(++at);
      else isQuoted = false;
    } else if (character === '"') isQuoted = true;
    else if (character === ',') {
      row.push(cell);
      cell = '';
    } else if (character === '\r' && text.charAt(at + 1) === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      at++;
    } else cell += character;
  }
  assert.deepEqual({ row, cell, isQuoted }, { row: [], cell: '', isQuoted: false }, 'the file is complete');
  return rows;
}
