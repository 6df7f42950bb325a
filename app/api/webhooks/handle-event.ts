import 'server-only';

import type { DirectoryUser, Event } from '@workos-inc/node';
import { workos } from '@/lib/workos';

/** Reacts to what changed at WorkOS. Add a case for each event that your product needs. */
export async function handleEvent(event: Event): Promise<void> {
  switch (event.event) {
    case 'dsync.user.deleted':
      return signOut(event.data);
    case 'dsync.user.updated':
      return event.data.state === 'active' ? undefined : signOut(event.data);
  }
}

/**
 * Ends a person's sessions in the organization whose directory no longer has them. The app notices when the access
 * token expires, five minutes later at most. Ending a session that has ended is no error, so this can run twice.
 */
async function signOut({
  email,
  organizationId,
}: Pick<DirectoryUser, 'email' | 'organizationId'>): Promise<void> {
  if (!email) return;
  const { userManagement } = workos();
  const [user] = (await userManagement.listUsers({ email })).data;
  if (!user) return;
  const sessions = await (await userManagement.listSessions(user.id)).autoPagination();
  const theirs = sessions.filter((session) => session.organizationId === organizationId);
  await Promise.all(theirs.map(({ id: sessionId }) => userManagement.revokeSession({ sessionId })));
}
