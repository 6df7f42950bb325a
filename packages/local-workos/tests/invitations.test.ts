import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createMember, createOrganization, mailsTo, newEmail, startHarness } from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const DAY = 86_400;

test('emails an invitation, and adds a member once it is accepted', async () => {
  const organization = await createOrganization(harness);
  const email = newEmail();
  const sent = await userManagement.sendInvitation({
    email,
    organizationId: organization.id,
    roleSlug: 'admin',
    inviterUserId: organization.adminId,
  });
  assert.match(sent.id, /^invitation_/);
  assert.equal(sent.state, 'pending');
  assert.equal(sent.inviterUserId, organization.adminId);
  const lifetime = Date.parse(sent.expiresAt) - Date.parse(sent.createdAt);
  assert.equal(Math.round(lifetime / 1000), 7 * DAY);
  const [mail] = await mailsTo(harness, email);
  assert.equal(mail?.link, sent.acceptInvitationUrl);
  assert.match(mail?.text ?? '', /has invited you to join/);

  assert.deepEqual(await userManagement.getInvitation(sent.id), sent);
  assert.deepEqual(await userManagement.findInvitationByToken(sent.token), sent);
  const pending = await userManagement.listOrganizationMemberships({
    organizationId: organization.id,
    statuses: ['pending'],
  });
  assert.deepEqual(
    pending.data.map(({ role }) => role.slug),
    ['admin'],
  );

  const accepted = await userManagement.acceptInvitation(sent.id);
  assert.equal(accepted.state, 'accepted');
  const user = await userManagement.getUser(accepted.acceptedUserId ?? '');
  assert.deepEqual([user.email, user.emailVerified], [email, true]);
  const { data } = await userManagement.listOrganizationMemberships({ userId: user.id });
  assert.deepEqual(
    data.map(({ id, status }) => [id, status]),
    [[pending.data[0]?.id, 'active']],
  );

  await assert.rejects(userManagement.acceptInvitation(sent.id), {
    status: 400,
    code: 'invite_has_accepted_user_id',
  });
  await assert.rejects(userManagement.resendInvitation(sent.id), { status: 400, code: 'invite_accepted' });
  await assert.rejects(userManagement.revokeInvitation(sent.id), { status: 400, code: 'invite_not_pending' });
});

test('invites to no organization, which creates a user without a membership', async () => {
  const email = newEmail();
  const sent = await userManagement.sendInvitation({ email });
  assert.equal(sent.organizationId, null);
  await assert.rejects(userManagement.sendInvitation({ email }), {
    status: 400,
    code: 'email_already_invited',
  });
  const { acceptedUserId } = await userManagement.acceptInvitation(sent.id);
  const { data } = await userManagement.listOrganizationMemberships({ userId: acceptedUserId ?? '' });
  assert.deepEqual(data, []);
  await assert.rejects(userManagement.sendInvitation({ email }), {
    status: 400,
    code: 'user_already_exists',
  });
});

test('resends the same link', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const sent = await userManagement.sendInvitation({ email, organizationId });
  const again = await userManagement.resendInvitation(sent.id);
  assert.deepEqual([again.id, again.token, again.state], [sent.id, sent.token, 'pending']);
  const mails = await mailsTo(harness, email);
  assert.deepEqual(
    mails.map(({ link }) => link),
    [sent.acceptInvitationUrl, sent.acceptInvitationUrl],
  );
});

test('rejects and does not resend a revoked invitation, but allows a new one', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const sent = await userManagement.sendInvitation({ email, organizationId });
  assert.equal((await userManagement.revokeInvitation(sent.id)).state, 'revoked');
  await assert.rejects(userManagement.acceptInvitation(sent.id), { status: 400, code: 'invite_not_pending' });
  await assert.rejects(userManagement.resendInvitation(sent.id), { status: 400, code: 'invite_revoked' });
  await assert.rejects(userManagement.revokeInvitation(sent.id), { status: 400, code: 'invite_not_pending' });
  const anew = await userManagement.sendInvitation({ email, organizationId, roleSlug: 'admin' });
  assert.notEqual(anew.token, sent.token);
  const { data } = await userManagement.listOrganizationMemberships({
    organizationId,
    statuses: ['pending'],
  });
  assert.deepEqual(
    data.map(({ role }) => role.slug),
    ['admin'],
    'one membership, with the new role',
  );
});

test('invites a removed person again, and rejects the old link', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const removals = [
    async () => {
      const { data } = await userManagement.listOrganizationMemberships({
        organizationId,
        statuses: ['pending'],
      });
      await userManagement.deleteOrganizationMembership(data[0]?.id ?? '');
    },
    async () => {
      const { data } = await userManagement.listUsers({ email });
      await userManagement.deleteUser(data[0]?.id ?? '');
    },
  ];
  for (const remove of removals) {
    const sent = await userManagement.sendInvitation({ email, organizationId });
    await remove();
    assert.equal((await userManagement.getInvitation(sent.id)).state, 'revoked');
    await assert.rejects(userManagement.acceptInvitation(sent.id), { code: 'invite_not_pending' });
  }
  const sent = await userManagement.sendInvitation({ email, organizationId, roleSlug: 'admin' });
  const { acceptedUserId } = await userManagement.acceptInvitation(sent.id);
  const { data } = await userManagement.listOrganizationMemberships({ userId: acceptedUserId ?? '' });
  assert.deepEqual(
    data.map(({ status, role }) => [status, role.slug]),
    [['active', 'admin']],
  );
});

test('allows a new invitation despite an open one without a membership', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const email = newEmail();
  const sent = await userManagement.sendInvitation({ email, organizationId });
  harness.server.local.db.run(
    'DELETE FROM organization_memberships WHERE organization_id = :organizationId',
    {
      organizationId,
    },
  );
  const anew = await userManagement.sendInvitation({ email, organizationId });
  assert.equal((await userManagement.getInvitation(sent.id)).state, 'revoked');
  assert.equal((await userManagement.getInvitation(anew.id)).state, 'pending');
});

test('rejects an empty id and an unknown locale', async () => {
  for (const wrong of [{ organization_id: '' }, { inviter_user_id: '' }, { locale: 'tlh' }]) {
    const body = { email: newEmail(), ...wrong };
    assert.equal(
      (await harness.post('/user_management/invitations', body)).status,
      422,
      JSON.stringify(wrong),
    );
  }
  const sent = await harness.post('/user_management/invitations', { email: newEmail(), locale: 'pt-BR' });
  assert.equal(sent.status, 201);
});

test('expires an invitation', async () => {
  const own = await startHarness();
  const { id: organizationId } = await createOrganization(own);
  const email = newEmail();
  const sent = await own.workos.userManagement.sendInvitation({ email, organizationId, expiresInDays: 1 });
  own.advance(DAY - 60);
  assert.equal((await own.workos.userManagement.getInvitation(sent.id)).state, 'pending');
  own.advance(60);
  assert.equal((await own.workos.userManagement.getInvitation(sent.id)).state, 'expired');
  await assert.rejects(own.workos.userManagement.acceptInvitation(sent.id), {
    status: 400,
    code: 'invite_not_pending',
  });
  await assert.rejects(own.workos.userManagement.resendInvitation(sent.id), {
    status: 400,
    code: 'invite_expired',
  });
  const anew = await own.workos.userManagement.sendInvitation({ email, organizationId });
  assert.equal(anew.state, 'pending');
});

test('lists by organization and by email', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const emails = [newEmail(), newEmail(), newEmail()];
  for (const email of emails) await userManagement.sendInvitation({ email, organizationId });
  const list = await userManagement.listInvitations({ organizationId, order: 'asc' });
  assert.deepEqual(
    (await list.autoPagination()).map(({ email }) => email),
    emails,
  );
  const [first = ''] = emails;
  const found = await userManagement.listInvitations({ email: first.toUpperCase() });
  assert.deepEqual(
    found.data.map(({ email }) => email),
    [first],
  );
});

test('rejects an invalid invitation', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const member = await createMember(harness, organizationId);
  const invited = newEmail();
  await userManagement.sendInvitation({ email: invited, organizationId });
  const refused: [
    options: Parameters<typeof userManagement.sendInvitation>[0],
    status: number,
    code?: string,
  ][] = [
    [{ email: member.email, organizationId }, 400, 'user_already_organization_member'],
    [{ email: invited.toUpperCase(), organizationId }, 400, 'email_already_invited_to_organization'],
    [{ email: newEmail(), organizationId, roleSlug: 'emperor' }, 400, 'invalid_role'],
    [{ email: newEmail(), organizationId, expiresInDays: 0 }, 400, 'expires_in_days_too_short'],
    [{ email: newEmail(), organizationId, expiresInDays: 31 }, 400, 'expires_in_days_too_long'],
    [{ email: newEmail(), organizationId: 'org_none' }, 404],
    [{ email: newEmail(), organizationId, inviterUserId: 'user_none' }, 404],
    [{ email: 'not-an-address', organizationId }, 422],
    [{ email: newEmail(), organizationId, expiresInDays: 1.5 }, 422],
  ];
  for (const [options, status, code] of refused) {
    await assert.rejects(userManagement.sendInvitation(options), { status, ...(code ? { code } : {}) });
  }
  await userManagement.sendInvitation({ email: newEmail(), organizationId, expiresInDays: 30 });
});

test('answers 404 for unknown ids', async () => {
  const missing = { status: 404 };
  await assert.rejects(userManagement.getInvitation('invitation_none'), missing);
  await assert.rejects(userManagement.findInvitationByToken('none'), missing);
  await assert.rejects(userManagement.acceptInvitation('invitation_none'), missing);
  await assert.rejects(userManagement.resendInvitation('invitation_none'), missing);
  await assert.rejects(userManagement.revokeInvitation('invitation_none'), missing);
});
