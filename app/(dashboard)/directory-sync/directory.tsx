'use client';

import { DirectorySync } from '@workos-inc/widgets/directory-sync';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function Directory({ token }: { token: WidgetToken<'directory-sync'> }) {
  return <DirectorySync authToken={useWidgetToken('directory-sync', token)} />;
}
