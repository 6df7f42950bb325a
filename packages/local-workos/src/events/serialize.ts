import type { Event } from '../store/events.ts';

/** An event as the API lists it and webhooks deliver it. */
export function serializeEvent({ id, event, data, context, created_at }: Event) {
  return {
    object: 'event' as const,
    id,
    event,
    data: JSON.parse(data),
    created_at,
    context: JSON.parse(context),
  };
}
