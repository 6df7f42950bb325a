import type { Session } from './session.ts';

/** The person and organization that a page was rendered for. Everything the page does later is checked against it. */
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
