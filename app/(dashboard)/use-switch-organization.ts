'use client';

import { useNotice } from './notice';
import { switchOrganization } from './switch-organization-action';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

/** Switches to another of the person's organizations and shows a page of the app there. */
export function useSwitchOrganization() {
  const { userId } = useViewer();
  const { expectSwitch } = useNotice();
  return useServerAction(
    'The organization couldn’t be switched.',
    async (organizationId: string, pathname: string) => {
      expectSwitch(true);
      const problem = await switchOrganization({ userId }, organizationId, pathname);
      expectSwitch(false);
      return problem;
    },
  );
}
