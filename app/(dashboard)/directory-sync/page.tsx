import { DirectorySyncLoading } from '@workos-inc/widgets/directory-sync';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { mintWidgetToken } from '@/lib/widget-token';
import { widgets } from '@/lib/widgets';
import { WidgetData } from '../widget-data';
import { WidgetPage } from '../widget-page';
import { WidgetTokenProblem } from '../widget-token-problem';
import { DirectorySync } from './directory-sync';

export const metadata: Metadata = { title: widgets['directory-sync'].title };

export default function DirectorySyncPage() {
  return (
    <WidgetPage widget="directory-sync">
      <Suspense fallback={<DirectorySyncLoading />}>
        <Directories />
      </Suspense>
    </WidgetPage>
  );
}

async function Directories() {
  const result = await mintWidgetToken('directory-sync');
  return result.ok ? (
    <WidgetData widget="directory-sync" token={result.token}>
      <DirectorySync token={result.token} />
    </WidgetData>
  ) : (
    <WidgetTokenProblem problem={result.problem} />
  );
}
