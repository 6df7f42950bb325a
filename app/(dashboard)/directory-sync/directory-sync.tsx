'use client';

import { DirectorySync as Widget } from '@workos-inc/widgets/directory-sync';
import type { WidgetToken } from '@/lib/widget-token';
import { useWidgetToken } from '../use-widget-token';

export function DirectorySync({ token }: { token: WidgetToken<'directory-sync'> }) {
  return <Widget authToken={useWidgetToken('directory-sync', token)} />;
}
