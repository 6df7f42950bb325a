'use server';

import { switchToOrganization } from '@workos-inc/authkit-nextjs';

/** Puts the session into another organization of the person and shows the same page again, for it. */
export async function switchOrganization(organizationId: string, pathname: string): Promise<void> {
  await switchToOrganization(organizationId, { returnTo: pathname });
}
