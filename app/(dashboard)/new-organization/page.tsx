import { Heading, Text } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { requireSession } from '@/lib/session';
import { NewOrganizationForm } from './new-organization-form';

export const metadata: Metadata = { title: 'New organization' };

/** Somebody who is in an organization already can found another. */
export default async function NewOrganizationPage() {
  await requireSession();
  return (
    <>
      <Heading as="h1">New organization</Heading>
      <Text as="p" color="gray" mt="1" mb="5">
        You will be its admin. What you have in your other organizations stays there.
      </Text>
      <NewOrganizationForm idempotencyKey={crypto.randomUUID()} />
    </>
  );
}
