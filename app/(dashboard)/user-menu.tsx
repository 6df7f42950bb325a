'use client';

import { Avatar, DropdownMenu, Flex, IconButton, Text } from '@radix-ui/themes';
import { useEffect, useState } from 'react';
import { initials } from '@/lib/initials';
import { applyTheme, parseTheme, savedTheme, type Theme } from '@/lib/theme';
import { signOutAction } from './sign-out-action';
import { useServerAction } from './use-server-action';
import { useViewer } from './viewer';

/** Shows who is signed in, and offers the theme and sign-out. */
export function UserMenu({
  name,
  email,
  pictureUrl,
}: {
  name: string;
  email: string;
  pictureUrl: string | null;
}) {
  const { userId } = useViewer();
  const [signOut] = useServerAction('You couldn’t be signed out.', () => signOutAction({ userId }));
  const [theme, setTheme] = useState<Theme>('system');
  useEffect(() => setTheme(savedTheme()), []);
  useEffect(() => followSystem(theme), [theme]);
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger>
        <IconButton variant="ghost" radius="full" m="0" aria-label={`${initials(name)}: account of ${name}`}>
          <Avatar size="2" radius="full" src={pictureUrl ?? undefined} alt="" fallback={initials(name)} />
        </IconButton>
      </DropdownMenu.Trigger>
      <DropdownMenu.Content align="end">
        <Flex direction="column" px="3" py="2" className="breakable">
          <Text size="2" weight="medium">
            {name}
          </Text>
          <Text size="1" color="gray">
            {email}
          </Text>
        </Flex>
        <DropdownMenu.Separator />
        <DropdownMenu.Label>Theme</DropdownMenu.Label>
        <DropdownMenu.RadioGroup
          value={theme}
          onValueChange={(value) => {
            setTheme(parseTheme(value));
            applyTheme(parseTheme(value));
          }}
        >
          <DropdownMenu.RadioItem value="light">Light</DropdownMenu.RadioItem>
          <DropdownMenu.RadioItem value="dark">Dark</DropdownMenu.RadioItem>
          <DropdownMenu.RadioItem value="system">System</DropdownMenu.RadioItem>
        </DropdownMenu.RadioGroup>
        <DropdownMenu.Separator />
        <DropdownMenu.Item onSelect={() => signOut()}>Sign out</DropdownMenu.Item>
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  );
}

/** Follows the system's theme while "System" is selected. */
function followSystem(theme: Theme): (() => void) | undefined {
  if (theme !== 'system') return undefined;
  const system = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => applyTheme('system');
  system.addEventListener('change', follow);
  return () => system.removeEventListener('change', follow);
}
