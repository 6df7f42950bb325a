import type { AuditLogFilters } from '../store/audit-log-events.ts';

export const FILTER_NAMES = ['action', 'actor', 'target', 'from', 'to'] as const;

/** After it, years have five digits, and the text no longer sorts by time. */
const LAST_DAY = new Date('9999-12-31');

/** What was chosen on the page, and the filters it stands for. */
export interface PageFilters {
  chosen: Partial<Record<(typeof FILTER_NAMES)[number], string>>;
  filters: AuditLogFilters;
}

/** Reads the page's fields. An empty or impossible one filters nothing. */
export function readPageFilters(fields: Record<string, string>): PageFilters {
  const chosen: PageFilters['chosen'] = Object.fromEntries(
    FILTER_NAMES.flatMap((name) => (fields[name] ? [[name, fields[name]]] : [])),
  );
  const { action, actor, target } = chosen;
  const [from, to] = [startOfDay(chosen.from), startOfDay(chosen.to)];
  return {
    chosen,
    filters: {
      ...(action ? { actions: [action] } : {}),
      ...(actor ? { actor_ids: [actor] } : {}),
      ...(target ? { targets: [target] } : {}),
      ...(from ? { range_start: from.toISOString() } : {}),
      // The last day counts.
      ...(to && to < LAST_DAY ? { range_end: new Date(to.getTime() + 86_400_000).toISOString() } : {}),
    },
  };
}

/** Midnight of a date such as `2026-11-27`, in UTC. */
function startOfDay(date: string | undefined): Date | undefined {
  if (!date || !/^\d{4}-\d\d-\d\d$/.test(date)) return undefined;
  const start = new Date(`${date}T00:00:00.000Z`);
  // JavaScript takes February 31 for a day in March.
  return !Number.isNaN(start.getTime()) && start.toISOString().startsWith(date) ? start : undefined;
}
