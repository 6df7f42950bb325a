import type { Session } from './session.ts';

/** Whom a page was rendered for, and in which organization. Whatever the page does later is held against it. */
export interface Viewer {
  userId: string;
  organizationId: string | undefined;
}

export function viewerOf({ user, organizationId }: Session): Viewer {
  return { userId: user.id, organizationId };
}

export function isSameViewer(a: Viewer, b: Viewer): boolean {
  return a.userId === b.userId && a.organizationId === b.organizationId;
}
