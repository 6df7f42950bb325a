'use server';

import { enterOrganization } from './enter-organization';

/** Goes to another organization and shows the same page again, for it. WorkOS checks the membership. */
export async function switchOrganization(organizationId: string, pathname: string): Promise<void> {
  const withinTheApp = /^\/(?![/\\])/.test(pathname);
  await enterOrganization(organizationId, withinTheApp ? pathname : '/');
}
