import { eventSource, lifecycle } from '../events/event-source.ts';
import type { User } from '../store/users.ts';
import { serializeUser } from './serialize.ts';

export const userEvents = eventSource<User>({
  kind: 'user',
  table: 'users',
  secrets: ['password_hash'],
  eventOf: lifecycle({
    created: 'user.created',
    updated: 'user.updated',
    deleted: 'user.deleted',
    serialize: (user, { origin }) => serializeUser(origin, user),
    // A sign-in has events of its own.
    quiet: ['last_sign_in_at'],
  }),
});
