'use client';

import { DirectorySync } from '@workos-inc/widgets/directory-sync';
import { useWidgetToken } from '../use-widget-token';

export function Directory({ token }: { token: string }) {
  return <DirectorySync authToken={useWidgetToken('directory-sync', token)} />;
}
