import assert from 'node:assert/strict';
import type { Harness } from './harness.ts';

export interface EventJson {
  id: string;
  event: string;
  data: Record<string, unknown>;
  context: Record<string, unknown>;
  created_at: string;
}

/** Every event after this one, oldest first, by walking the cursors. */
export async function eventsAfter(
  { get }: Harness,
  last: string | undefined,
  query: Record<string, string> = { limit: '7' },
): Promise<EventJson[]> {
  const found: EventJson[] = [];
  for (let after = last; ; ) {
    const response = await get(`/events?${new URLSearchParams({ ...query, ...(after ? { after } : {}) })}`);
    assert.equal(response.status, 200);
    const page = (await response.json()) as { data: EventJson[]; list_metadata: { after: string | null } };
    found.push(...page.data);
    if (!page.list_metadata.after) return found;
    after = page.list_metadata.after;
  }
}

/** What a piece of work appended. */
export async function eventsOf(harness: Harness, work: () => Promise<unknown>): Promise<EventJson[]> {
  const newest = (await (await harness.get('/events?order=desc&limit=1')).json()) as { data: EventJson[] };
  await work();
  return eventsAfter(harness, newest.data[0]?.id);
}

export function names(events: readonly EventJson[]): string[] {
  return events.map(({ event }) => event);
}
