'use client';

import {
  Avatar,
  Badge,
  Box,
  Flex,
  Grid,
  Separator,
  Skeleton,
  Table,
  Text,
  VisuallyHidden,
} from '@radix-ui/themes';
import type {
  Member,
  MembersResponse,
  RolesAndConfigResponse,
} from '@workos-inc/widgets/experimental/api/fetch';

/**
 * The rows as the widget will show them, for the time until the page's scripts have run: the widget itself shows nothing
 * but its skeleton on the server. What takes a click, or the reader's time zone, stays a skeleton.
 * `e2e/first-rows.spec.ts` holds this against the widget.
 */
export function FirstRows({
  members,
  roles,
}: {
  members: MembersResponse;
  roles: RolesAndConfigResponse | undefined;
}) {
  return (
    <Flex direction="column" gap="3" aria-busy="true">
      <Grid columns="minmax(0, 1fr) auto" gap="2">
        <Flex gap="2" align="center">
          <Box flexBasis="380px" minWidth="0">
            <Skeleton height="var(--space-6)" />
          </Box>
          <Skeleton width="62px" height="var(--space-6)" />
        </Flex>
        <Skeleton width="98px" height="var(--space-6)" />
      </Grid>
      <Table.Root variant="ghost" size="1">
        <Table.Header>
          <Table.Row>
            <Table.ColumnHeaderCell width="260px">User</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell width="100px">
              {roles?.multipleRolesEnabled ? 'Roles' : 'Role'}
            </Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell width="140px">Last active</Table.ColumnHeaderCell>
            <Table.ColumnHeaderCell width="28px" />
          </Table.Row>
        </Table.Header>
        <Table.Body>
          {members.data.map((member) => (
            <Row key={member.id} member={member} />
          ))}
        </Table.Body>
      </Table.Root>
    </Flex>
  );
}

function Row({ member }: { member: Member }) {
  const { firstName, lastName, email, status, profilePictureUrl, roles } = member;
  const name = [firstName, lastName].filter(Boolean).join(' ');
  const dim = status === 'InviteRevoked' || status === 'InviteExpired' ? { opacity: 0.6 } : undefined;
  return (
    <Table.Row align="center">
      <Table.RowHeaderCell>
        <Flex align="center" gap="3" overflow="hidden" height="var(--space-7)">
          <Avatar size="2" color="gray" fallback="" src={profilePictureUrl ?? undefined} style={dim} />
          <Flex direction="column" align="start" justify="center" height="var(--space-7)" overflow="hidden">
            <Flex gap="2" align="center" minWidth="0">
              <Text size="2" weight="medium" truncate style={dim}>
                {name || email}
              </Text>
              <MemberBadge member={member} />
            </Flex>
            {name && (
              <Text size="1" color="gray" truncate style={dim}>
                {email}
              </Text>
            )}
          </Flex>
        </Flex>
      </Table.RowHeaderCell>
      <Table.Cell>
        <Text size="2" weight="medium" truncate style={dim}>
          {roles && roles.length > 1 ? `${roles.length} roles` : (roles?.[0]?.name ?? '–')}
        </Text>
      </Table.Cell>
      <Table.Cell>
        {member.lastActivityAt ? <Skeleton width="90px" height="var(--space-4)" /> : <Separator />}
      </Table.Cell>
      <Table.Cell justify="end">
        {/* As wide as the button that comes here. */}
        <Box width="15px" />
      </Table.Cell>
    </Table.Row>
  );
}

function MemberBadge({ member: { isLoggedInUser, status } }: { member: Member }) {
  if (isLoggedInUser) return <Badge color="gray">You</Badge>;
  if (status === 'Active') return null;
  const isInvited = status === 'Invited';
  return (
    <Badge color={isInvited ? 'amber' : 'red'}>
      <VisuallyHidden>{isInvited ? 'Status: ' : 'Status: Invite '}</VisuallyHidden>
      {status.replace(/^Invite(?!d)/, '')}
    </Badge>
  );
}
