'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/**
 * @workos-inc/widgets 1.18 shows the skeleton of some widgets again while it reads the claims of a new token, which
 * closes the dialog that somebody is filling in. With this, widgets keep what they knew until then.
 */
export function KeepWidgetsWhileTokenIsRead() {
  const queryClient = useQueryClient();
  useEffect(() => {
    for (const claim of ['permission', 'authToken']) {
      queryClient.setQueryDefaults([claim], { placeholderData: keepPreviousData });
    }
  }, [queryClient]);
  return null;
}
