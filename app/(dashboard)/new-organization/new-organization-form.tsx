'use client';

import { Button, Flex, Text, TextField } from '@radix-ui/themes';
import { useState } from 'react';
import { createOrganizationAction } from './actions';
import { useFormAction } from './use-form-action';

/** Sending this form again with the same name never creates a second organization. */
export function NewOrganizationForm() {
  const { problem, pending, form } = useFormAction(
    'The organization couldn’t be created.',
    createOrganizationAction,
  );
  const [name, setName] = useState('');
  return (
    <Flex asChild direction="column" gap="2" maxWidth="380px">
      <form {...form}>
        <Text as="label" size="2" weight="medium" htmlFor="organization-name">
          Organization name
        </Text>
        <TextField.Root
          id="organization-name"
          name="name"
          autoComplete="organization"
          placeholder="Acme Corporation"
          value={name}
          onChange={(event) => setName(event.target.value)}
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? 'organization-name-problem' : undefined}
        />
        {problem && (
          <Text as="p" size="2" color="red" id="organization-name-problem" role="alert">
            {problem}
          </Text>
        )}
        <Button type="submit" mt="2" loading={pending}>
          Create organization
        </Button>
      </form>
    </Flex>
  );
}
