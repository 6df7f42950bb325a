'use client';

import { keepPreviousData, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

/**
 * @workos-inc/widgets 1.18 shows the skeleton of some widgets again while it reads the claims of a new token, which
 * closes an open dialog. With this setting, widgets keep the previous claims until the new ones are read.
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
