import 'server-only';

import { workos } from './workos';

/** What an organization is called; undefined when it cannot be found out just now. */
export async function organizationName(organizationId: string | undefined): Promise<string | undefined> {
  if (!organizationId) return undefined;
  try {
    return (await workos().organizations.getOrganization(organizationId)).name;
  } catch {
    return undefined;
  }
}
