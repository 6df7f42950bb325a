import type { NotedKind } from '../store/change-notes.ts';
import type { Database } from '../store/database.ts';
import type { EventName } from './names.ts';

/** An event before it has an id. */
export interface EventDraft {
  name: EventName;
  organizationId?: string | null | undefined;
  data: object;
  context?: object | undefined;
}

/** What an event is made with. */
export interface EventScope {
  db: Database;
  /** Origin of Local WorkOS, which serves pictures. */
  origin: string;
  /** Whether the same transaction deleted this object. */
  isDeleted(kind: string, id: string): boolean;
}

/** One object that changed. A missing side means that it was created or deleted. */
export interface Transition<Row> {
  before: Row | undefined;
  after: Row | undefined;
}

/** A kind of object whose changes are events. */
export interface EventSource extends NotedKind {
  eventOf(transition: Transition<Record<string, unknown>>, scope: EventScope): EventDraft | undefined;
}

/** Defines a source whose rows have this type. */
export function eventSource<Row extends object>(
  source: NotedKind & { eventOf(transition: Transition<Row>, scope: EventScope): EventDraft | undefined },
): EventSource {
  // The rows come from the table of the source, which its type describes.
  return source as EventSource;
}

interface Lifecycle<Row, Payload> {
  created?: EventName;
  updated?: EventName;
  deleted?: EventName;
  serialize(row: Row, scope: EventScope): Payload;
  /** Attributes that change without an event. */
  quiet?: readonly (keyof Payload)[];
  organizationId?(row: Row): string | null | undefined;
  /** Where the update says what was there before. Defaults to the context. */
  previousAttributesIn?: 'data' | 'context';
}

/** The events of an object that is created, updated, and deleted. An update that changes no attribute is none. */
export function lifecycle<Row extends object, Payload extends object>({
  created,
  updated,
  deleted,
  serialize,
  quiet = [],
  organizationId = () => undefined,
  previousAttributesIn = 'context',
}: Lifecycle<Row, Payload>) {
  return ({ before, after }: Transition<Row>, scope: EventScope): EventDraft | undefined => {
    const draft = (name: EventName | undefined, row: Row, more: object = {}): EventDraft | undefined =>
      name && { name, organizationId: organizationId(row), data: serialize(row, scope), ...more };
    if (!after) return before && draft(deleted, before);
    if (!before) return draft(created, after);
    const data = serialize(after, scope);
    const previous = previousAttributes(serialize(before, scope), data, [...quiet, 'updated_at'] as string[]);
    if (Object.keys(previous).length === 0) return undefined;
    return previousAttributesIn === 'data'
      ? draft(updated, after, { data: { ...data, previous_attributes: previous } })
      : draft(updated, after, { context: { previous_attributes: previous } });
  };
}

/** The attributes that are different now, with what they were. */
function previousAttributes(
  before: object,
  after: object,
  quiet: readonly string[],
): Record<string, unknown> {
  const now = new Map(Object.entries(after));
  return Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => !quiet.includes(name) && JSON.stringify(value) !== JSON.stringify(now.get(name)),
    ),
  );
}
