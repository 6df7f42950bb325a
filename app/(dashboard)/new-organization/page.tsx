import { Heading, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { requireSession } from '@/lib/session';
import { viewerOf } from '@/lib/viewer';
import { SameViewer } from '../viewer';
import { WidgetTokenProblem } from '../widget-token-problem';
import { NewOrganizationForm } from './new-organization-form';

export const metadata: Metadata = { title: 'New organization' };

/** For people who already have an organization and want another. */
export default async function NewOrganizationPage() {
  const session = await requireSession();
  return (
    <SameViewer viewer={viewerOf(session)}>
      <Heading as="h1">New organization</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        You become its admin. Your other organizations don’t change.
      </Text>
      {session.impersonator ? (
        <WidgetTokenProblem problem={{ reason: 'impersonating' }} />
      ) : (
        <NewOrganizationForm />
      )}
    </SameViewer>
  );
}
