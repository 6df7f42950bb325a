'use client';

import { Flex, Text, TextField } from '@radix-ui/themes';
import { useEffect, useRef, useState } from 'react';
import { PendingButton } from '../pending-button';
import { createOrganizationAction } from './actions';
import { useFormAction } from './use-form-action';

/** Sending this form again with the same name never creates a second organization. */
export function NewOrganizationForm() {
  const { problem, pending, form } = useFormAction(
    'The organization couldn’t be created.',
    createOrganizationAction,
  );
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (problem) field.current?.focus();
  }, [problem]);
  return (
    <Flex asChild direction="column" gap="2" maxWidth="380px">
      <form {...form}>
        <Text as="label" size="2" weight="medium" htmlFor="organization-name">
          Organization name
        </Text>
        <TextField.Root
          ref={field}
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
        <PendingButton type="submit" mt="2" pending={pending}>
          Create organization
        </PendingButton>
      </form>
    </Flex>
  );
}
