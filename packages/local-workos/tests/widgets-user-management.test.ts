import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  inviteMember,
  type Member,
  members,
  organizations,
  removeMember,
  resendInvite,
  revokeInvite,
  roles,
  rolesAndConfig,
  updateMember,
  upsertDataIntegrationApiKey,
} from '@workos-inc/widgets/experimental/api/fetch';
import { Browser, signInAs, startSignIn } from './browser.ts';
import {
  ACME,
  authorized,
  type CallOptions,
  createMember,
  createOrganization,
  type Harness,
  mailsTo,
  newEmail,
  setMultipleRoles,
  startHarness,
  USERS_TABLE,
  widgetToken,
} from './harness.ts';
import { pipesOf } from './pipes-flow.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;
const DAY = 86_400;

/** An organization, its admin, and the call options of the admin's widget. */
async function adminWidget(of: Harness = harness) {
  const organization = await createOrganization(of);
  return {
    ...organization,
    as: authorized(of, await widgetToken(of, organization.id, organization.adminId)),
  };
}

async function listed(as: CallOptions, params: Parameters<typeof members>[0] = {}): Promise<Member[]> {
  const response = await members({ limit: '100', ...params }, as);
  assert.equal(response.status, 200);
  return response.data.data;
}

async function find(as: CallOptions, userId: string): Promise<Member> {
  const member = (await listed(as)).find(({ id }) => id === userId);
  assert.ok(member, `${userId} is not listed`);
  return member;
}

/** Invites through the widget, and returns the new member. */
async function invited(as: CallOptions, email = newEmail()): Promise<Member> {
  assert.equal((await inviteMember({ email, roles: ['member'] }, as)).status, 201);
  const member = (await listed(as)).find((each) => each.email === email);
  assert.ok(member);
  return member;
}

const refusal = ({ status, data }: { status: number; data: unknown }) => ({ status, data });

test('lists the members, newest first, with the fields of the table', async () => {
  const { id, adminId, as } = await adminWidget();
  const member = await createMember(harness, id);
  await userManagement.updateUser({ userId: member.id, firstName: 'Ada', lastName: 'Byron' });
  const [newest, oldest, ...rest] = await listed(as);
  assert.deepEqual(rest, []);
  const { createdAt, roles: memberRoles, ...shown } = newest ?? assert.fail();
  assert.ok(Math.abs(Date.parse(createdAt) - Date.now()) < 60_000);
  assert.deepEqual(
    memberRoles?.map(({ slug }) => slug),
    ['member'],
  );
  assert.deepEqual(shown, {
    id: member.id,
    email: member.email,
    emailVerified: true,
    profilePictureUrl: null,
    firstName: 'Ada',
    lastName: 'Byron',
    lastActivityAt: null,
    status: 'Active',
    actions: ['edit-role', 'revoke-membership'],
  });
  assert.deepEqual([oldest?.id, oldest?.isLoggedInUser, oldest?.actions], [adminId, true, []]);
});

test('lists ten members per page by default, and pages in both directions', async () => {
  const as = authorized(harness, await widgetToken(harness, ACME));
  const first = await members({}, as);
  assert.equal(first.status, 200);
  assert.equal(first.data.data.length, 10);
  assert.equal(first.data.list_metadata.after, null);
  const second = await members({ before: first.data.list_metadata.before ?? '' }, as);
  assert.ok(second.status === 200 && second.data.list_metadata.after);
  const back = await members({ after: second.data.list_metadata.after }, as);
  assert.deepEqual(back.data, first.data);
  for (const limit of ['0', '101', 'ten', '']) {
    const response = await members({ limit }, as);
    assert.ok(response.status === 200 && response.data.data.length === 10, limit);
  }
});

test('searches names and emails, ignoring case, and filters by role', async () => {
  const { id, adminId, as } = await adminWidget();
  // A name with letters that generated addresses never contain.
  const lou = await createMember(harness, id);
  await userManagement.updateUser({ userId: lou.id, firstName: 'Lou', lastName: 'Oliver' });
  const ids = async (params: Parameters<typeof members>[0]) =>
    (await listed(as, params)).map((each) => each.id);
  for (const search of ['lou', ' LOU OLIVER ', 'u o', 'oliver', lou.email.toUpperCase()]) {
    assert.deepEqual(await ids({ search }), [lou.id], search);
  }
  assert.deepEqual(await ids({ search: '%' }), [], 'a percent sign matches literally');
  assert.deepEqual(await ids({ search: 'nobody at all' }), []);
  assert.deepEqual(await ids({ search: '' }), [lou.id, adminId]);
  assert.deepEqual(await ids({ role: 'admin' }), [adminId]);
  assert.deepEqual(await ids({ role: 'member', search: 'lou' }), [lou.id]);
  assert.deepEqual(await ids({ role: 'admin', search: 'lou' }), []);
  const token = await widgetToken(harness, id, adminId);
  const twice = await harness.request('/_widgets/UserManagement/members?search=lou&search=nobody', {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { data } = (await twice.json()) as { data: Member[] };
  assert.deepEqual(
    data.map((each) => each.id),
    [lou.id],
    'the first of two values counts',
  );
  assert.deepEqual(await ids({ role: 'emperor' }), []);
});

test('seeds at least 57 people in one organization, with every status', async () => {
  const own = await startHarness();
  const all = await listed(authorized(own, await widgetToken(own, ACME)));
  assert.ok(all.length >= 57, String(all.length));
  const statuses = new Set(all.map(({ status }) => status));
  assert.deepEqual([...statuses].toSorted(), [
    'Active',
    'InviteExpired',
    'InviteRevoked',
    'Invited',
    'NoInvite',
  ]);
});

test('offers the actions that fit the status, and the API allows no others', async () => {
  const own = await startHarness();
  const { id, as } = await adminWidget(own);
  const invitation = async (email: string) => {
    const [found] = (await own.workos.userManagement.listInvitations({ email })).data;
    return found?.id ?? '';
  };
  const expired = await invited(as);
  own.advance(8 * DAY);
  const token = await widgetToken(
    own,
    id,
    (await listed(authorized(own, await widgetToken(own, id)))).at(-1)?.id,
  );
  const now = authorized(own, token);
  const active = await createMember(own, id);
  const pending = await invited(now);
  const revoked = await invited(now);
  await revokeInvite(revoked.id, now);
  const added = await invited(now);
  await own.workos.userManagement.acceptInvitation(await invitation(added.email));
  own.server.local.db.run(`UPDATE organization_memberships SET status = 'pending' WHERE user_id = :id`, {
    id: added.id,
  });

  const cases: [userId: string, status: Member['status'], actions: Member['actions']][] = [
    [active.id, 'Active', ['edit-role', 'revoke-membership']],
    [pending.id, 'Invited', ['edit-role', 'resend-invite', 'revoke-invite']],
    [expired.id, 'InviteExpired', ['revoke-membership']],
    [revoked.id, 'InviteRevoked', ['revoke-membership']],
    [added.id, 'NoInvite', ['edit-role', 'revoke-membership']],
  ];
  for (const [userId, status, actions] of cases) {
    const member = await find(now, userId);
    assert.deepEqual([member.status, member.actions], [status, actions]);
    const succeeds = async (action: Member['actions'][number], call: () => Promise<{ status: number }>) => {
      const response = await call();
      assert.equal(
        response.status < 300,
        actions.includes(action),
        `${action} of ${status}: ${response.status}`,
      );
    };
    await succeeds('edit-role', () => updateMember(userId, { roles: ['admin'] }, now));
    await succeeds('resend-invite', () => resendInvite(userId, now));
    // The two actions that end the membership come last, and only where they are not offered.
    if (!actions.includes('revoke-invite')) await succeeds('revoke-invite', () => revokeInvite(userId, now));
    if (!actions.includes('revoke-membership')) {
      await succeeds('revoke-membership', () => removeMember(userId, now));
    }
  }
});

test('changes the role of a member', async () => {
  const { id, as } = await adminWidget();
  const member = await createMember(harness, id);
  assert.deepEqual(refusal(await updateMember(member.id, { roles: ['admin'] }, as)), {
    status: 200,
    data: { id: member.id, success: true },
  });
  assert.deepEqual(
    (await find(as, member.id)).roles?.map(({ slug }) => slug),
    ['admin'],
  );
  for (const wrong of [[], ['emperor'], ['admin', 'emperor']]) {
    const response = await updateMember(member.id, { roles: wrong }, as);
    assert.deepEqual(refusal(response), { status: 400, data: { message: 'Invalid role' } });
  }
});

test('allows several roles only if the organization does', async () => {
  const { id, as } = await adminWidget();
  const member = await createMember(harness, id);
  const both = ['member', 'admin'];
  const config = async () => {
    const response = await rolesAndConfig(as);
    return response.status === 200 && response.data.multipleRolesEnabled;
  };
  assert.equal(await config(), false);
  assert.equal((await updateMember(member.id, { roles: both }, as)).status, 400);
  assert.equal((await inviteMember({ email: newEmail(), roles: both }, as)).status, 400);

  await setMultipleRoles(harness, id, true);
  assert.equal(await config(), true);
  assert.equal((await updateMember(member.id, { roles: both }, as)).status, 200);
  assert.deepEqual(
    (await find(as, member.id)).roles?.map(({ slug }) => slug),
    ['admin', 'member'],
  );
  const email = newEmail();
  assert.equal((await inviteMember({ email, roles: both }, as)).status, 201);
  const [found] = await listed(as, { search: email });
  assert.deepEqual(
    found?.roles?.map(({ slug }) => slug),
    ['admin', 'member'],
  );
});

test('lists the roles that can be assigned', async () => {
  const { as } = await adminWidget();
  const response = await roles(as);
  assert.equal(response.status, 200);
  const [admin] = response.data;
  assert.deepEqual([admin?.slug, admin?.default], ['admin', false]);
  assert.deepEqual(
    response.data.filter((role) => role.default).map(({ slug }) => slug),
    ['member'],
  );
  const config = await rolesAndConfig(as);
  assert.ok(config.status === 200);
  assert.deepEqual(config.data.roles, response.data);
});

test('removes a member, who then loses access', async () => {
  const { id, as } = await adminWidget();
  const member = await createMember(harness, id, 'admin');
  const token = await widgetToken(harness, id, member.id);
  assert.deepEqual(refusal(await removeMember(member.id, as)), {
    status: 200,
    data: { id: member.id, success: true },
  });
  assert.equal((await members({}, authorized(harness, token))).status, 403);
  assert.equal((await removeMember(member.id, as)).status, 404);
  assert.equal((await userManagement.getUser(member.id)).id, member.id, 'the person stays');
});

test('deletes open invitations and connected accounts with the membership', async () => {
  const { id, as } = await adminWidget();
  const elsewhere = await createOrganization(harness);
  const member = await invited(as);
  // The person becomes a member without using the link.
  harness.server.local.db.run(`UPDATE organization_memberships SET status = 'active' WHERE user_id = :id`, {
    id: member.id,
  });
  await userManagement.createOrganizationMembership({ userId: member.id, organizationId: elsewhere.id });
  const [here, there] = await Promise.all([
    pipesOf(harness, id, member.id),
    pipesOf(harness, elsewhere.id, member.id),
  ]);
  for (const { options } of [here, there]) {
    const connected = await upsertDataIntegrationApiKey('stripe', { secret: 'stripe_12345678' }, options);
    assert.equal(connected.status, 200);
  }

  assert.equal((await removeMember(member.id, as)).status, 200);
  const [invitation] = (await userManagement.listInvitations({ email: member.email })).data;
  assert.ok(invitation);
  assert.equal(invitation.state, 'revoked');
  await assert.rejects(userManagement.acceptInvitation(invitation.id), { status: 400 });
  await userManagement.createOrganizationMembership({ userId: member.id, organizationId: id });
  assert.equal((await here.find('stripe'))?.installation, null);
  assert.ok((await there.find('stripe'))?.installation, 'another organization’s stay');
});

test('shows the current role of the invited person in the invitation', async () => {
  const { as } = await adminWidget();
  const member = await invited(as);
  await updateMember(member.id, { roles: ['admin'] }, as);
  const [invitation] = (await userManagement.listInvitations({ email: member.email })).data;
  assert.equal(invitation?.roleSlug, 'admin');
});

test('stops people from changing or removing themselves', async () => {
  const { adminId, as } = await adminWidget();
  assert.equal((await updateMember(adminId, { roles: ['member'] }, as)).status, 400);
  assert.equal((await removeMember(adminId, as)).status, 400);
  assert.deepEqual(
    (await find(as, adminId)).roles?.map(({ slug }) => slug),
    ['admin'],
  );
});

test('emails, resends, and accepts an invitation, and then lists the member as Active', async () => {
  const { id, adminId, as } = await adminWidget();
  const email = newEmail();
  const response = await inviteMember({ email, firstName: 'Ada', lastName: 'Byron', roles: ['admin'] }, as);
  assert.deepEqual(refusal(response), { status: 201, data: { success: true } });
  const [member] = await listed(as, { search: email });
  assert.deepEqual(
    [member?.status, member?.firstName, member?.lastName, member?.emailVerified],
    ['Invited', 'Ada', 'Byron', false],
  );
  assert.deepEqual(refusal(await resendInvite(member?.id ?? '', as)), {
    status: 201,
    data: { id: member?.id, success: true },
  });
  const mails = await mailsTo(harness, email);
  assert.equal(mails.length, 2);
  const [invitation] = (await userManagement.listInvitations({ email })).data;
  assert.deepEqual([invitation?.inviterUserId, invitation?.roleSlug], [adminId, 'admin']);

  const link = await new Browser(harness).open(mails[0]?.link ?? '');
  const invitationToken = link.url.searchParams.get('invitation_token') ?? '';
  const { browser, page } = await startSignIn(harness, { invitationToken });
  await browser.submit(page, '/sign-up', { password: 'purple-otter-canyon-lamp' });
  const [joined] = await listed(as, { search: email });
  assert.deepEqual([joined?.id, joined?.status, joined?.emailVerified], [member?.id, 'Active', true]);
  assert.ok(joined?.lastActivityAt);
  assert.equal((await resendInvite(joined?.id ?? '', as)).status, 400);
  assert.equal((await userManagement.listOrganizationMemberships({ organizationId: id })).data.length, 2);
});

test('sends a revoked invitation again without duplicating the member', async () => {
  const { as } = await adminWidget();
  const member = await invited(as);
  assert.deepEqual(refusal(await revokeInvite(member.id, as)), {
    status: 200,
    data: { id: member.id, success: true },
  });
  assert.equal((await revokeInvite(member.id, as)).status, 400);
  assert.equal((await resendInvite(member.id, as)).status, 400);
  const again = await invited(as, member.email);
  assert.deepEqual([again.id, again.status], [member.id, 'Invited']);
  assert.equal((await listed(as, { search: member.email })).length, 1);
});

test('answers mistakes in the invite dialog with messages the dialog knows', async () => {
  const { id, as } = await adminWidget();
  const member = await createMember(harness, id);
  const pending = await invited(as);
  const cases: [body: Parameters<typeof inviteMember>[0], message: string][] = [
    [{ email: member.email.toUpperCase(), roles: ['member'] }, 'User already exists'],
    [{ email: pending.email, roles: ['member'] }, 'User already invited'],
    [{ email: newEmail(), roles: ['emperor'] }, 'Invalid role'],
    [{ email: newEmail(), roles: [] }, 'Invalid role'],
    [{ email: 'not-an-address', roles: ['member'] }, 'Invalid email'],
    [{ email: 'not-an-address', roles: ['emperor'] }, 'Invalid email'],
    [{ email: `${'x'.repeat(100_000)}@example.com`, roles: ['member'] }, 'Invalid email'],
    [
      { email: newEmail(), firstName: 'x'.repeat(256), roles: ['member'] },
      'First name must be at most 255 characters long.',
    ],
  ];
  for (const [body, message] of cases) {
    assert.deepEqual(refusal(await inviteMember(body, as)), { status: 400, data: { message } });
  }
});

test('keeps the name given for an invited person', async () => {
  const { as } = await adminWidget();
  const email = newEmail();
  assert.equal(
    (await inviteMember({ email, firstName: ' Ada ', lastName: '   ', roles: ['member'] }, as)).status,
    201,
  );
  const [member] = await listed(as, { search: email });
  assert.deepEqual([member?.firstName, member?.lastName], ['Ada', null]);
});

test('invites a person who is a member of another organization', async () => {
  const first = await adminWidget();
  const second = await adminWidget();
  const member = await createMember(harness, first.id);
  const there = await invited(second.as, member.email);
  assert.deepEqual([there.id, there.status], [member.id, 'Invited']);
  assert.equal((await find(first.as, member.id)).status, 'Active');
});

/** Calls of every operation that needs the permission, on a given member. */
const managing: Record<string, (userId: string, as: CallOptions) => Promise<{ status: number }>> = {
  members: (_, as) => members({}, as),
  roles: (_, as) => roles(as),
  rolesAndConfig: (_, as) => rolesAndConfig(as),
  inviteMember: (_, as) => inviteMember({ email: newEmail(), roles: ['member'] }, as),
  updateMember: (userId, as) => updateMember(userId, { roles: ['member'] }, as),
  removeMember: (userId, as) => removeMember(userId, as),
  resendInvite: (userId, as) => resendInvite(userId, as),
  revokeInvite: (userId, as) => revokeInvite(userId, as),
};

const elsewhere = await widgetToken(await startHarness(), ACME);

for (const [name, call] of Object.entries(managing)) {
  test(`${name}: answers 403 without a valid token or the permission`, async () => {
    const { id, adminId } = await createOrganization(harness);
    const member = await createMember(harness, id);
    const [head, body, signature = ''] = (await widgetToken(harness, id, adminId)).split('.');
    const refused: Record<string, string | undefined> = {
      'no token': undefined,
      'no token of any kind': 'nonsense',
      'a changed signature': `${head}.${body}.${signature.split('').reverse().join('')}`,
      'the API key': 'sk_test_default',
      'another scope': await widgetToken(harness, id, adminId, ['widgets:sso:manage']),
      'no scope': await widgetToken(harness, id, member.id, []),
      'no organization': (
        (await (await harness.post('/widgets/token', { user_id: adminId })).json()) as { token: string }
      ).token,
      'another server': elsewhere,
    };
    for (const [what, token] of Object.entries(refused)) {
      assert.equal((await call(member.id, authorized(harness, token))).status, 403, what);
    }
    const { data } = await harness.workos.userManagement.listOrganizationMemberships({ userId: member.id });
    assert.deepEqual(
      data.map(({ status, role }) => [status, role.slug]),
      [['active', 'member']],
    );
  });
}

test('answers every operation with 403 for an expired token', async () => {
  const own = await startHarness();
  const { id, adminId, as } = await adminWidget(own);
  const member = await createMember(own, id);
  own.advance(3600);
  for (const [name, call] of Object.entries(managing)) {
    assert.equal((await call(member.id, as)).status, 403, name);
  }
  const all = await listed(authorized(own, await widgetToken(own, id, adminId)));
  assert.deepEqual(
    all.map((each) => [each.id, each.status]),
    [
      [member.id, 'Active'],
      [adminId, 'Active'],
    ],
  );
});

for (const name of ['updateMember', 'removeMember', 'resendInvite', 'revokeInvite']) {
  const call = managing[name] ?? assert.fail();
  test(`${name}: answers 404 for someone in another organization, or no one`, async () => {
    const { as } = await adminWidget();
    const other = await adminWidget();
    const stranger = await createMember(harness, other.id);
    const strangerInvited = await invited(other.as);
    for (const userId of [stranger.id, strangerInvited.id, 'user_none']) {
      assert.equal((await call(userId, as)).status, 404, userId);
    }
    assert.equal((await find(other.as, stranger.id)).status, 'Active');
    assert.equal((await find(other.as, strangerInvited.id)).status, 'Invited');
  });
}

test('hides the members of other organizations', async () => {
  const { adminId, as } = await adminWidget();
  await createMember(harness, (await createOrganization(harness)).id);
  assert.deepEqual(
    (await listed(as)).map(({ id }) => id),
    [adminId],
  );
});

test("revokes a token's access when the membership or the role changes", async () => {
  const { id, as } = await adminWidget();
  const removed = await createMember(harness, id, 'admin');
  const demoted = await createMember(harness, id, 'admin');
  const deactivated = await createMember(harness, id, 'admin');
  const tokens = new Map<string, CallOptions>();
  for (const { id: userId } of [removed, demoted, deactivated]) {
    tokens.set(userId, authorized(harness, await widgetToken(harness, id, userId)));
  }
  const status = async (userId: string) => (await members({}, tokens.get(userId))).status;
  for (const userId of tokens.keys()) assert.equal(await status(userId), 200);

  await removeMember(removed.id, as);
  await updateMember(demoted.id, { roles: ['member'] }, as);
  const { data } = await userManagement.listOrganizationMemberships({ userId: deactivated.id });
  await userManagement.deactivateOrganizationMembership(data[0]?.id ?? '');
  for (const userId of tokens.keys()) assert.equal(await status(userId), 403);

  await updateMember(demoted.id, { roles: ['admin'] }, as);
  assert.equal(await status(demoted.id), 200, 'and regains it with the role');
});

test('rejects the token of a deleted person or organization', async () => {
  const person = await adminWidget();
  await userManagement.deleteUser(person.adminId);
  assert.equal((await members({}, person.as)).status, 403);
  const organization = await adminWidget();
  await harness.workos.organizations.deleteOrganization(organization.id);
  assert.equal((await members({}, organization.as)).status, 403);
});

test('accepts an AuthKit access token, with the permissions of its role', async () => {
  const { id, adminId } = await createOrganization(harness);
  const member = await createMember(harness, id);
  const admin = authorized(harness, (await signInAs(harness, adminId, id)).accessToken);
  assert.equal((await find(admin, adminId)).isLoggedInUser, true);
  assert.equal((await updateMember(member.id, { roles: ['member'] }, admin)).status, 200);
  const powerless = authorized(harness, (await signInAs(harness, member.id, id)).accessToken);
  assert.equal((await members({}, powerless)).status, 403);
  assert.equal((await organizations(powerless)).status, 200);
});

test('lets an organization-only token manage members without being one', async () => {
  const { id, adminId } = await createOrganization(harness);
  const as = authorized(harness, await widgetToken(harness, id));
  const admin = await find(as, adminId);
  assert.equal(admin.isLoggedInUser, undefined);
  assert.deepEqual(admin.actions, ['edit-role', 'revoke-membership']);
  assert.equal((await organizations(as)).status, 403, 'an organization-only token has no user');
});

test("lists the caller's organizations by name, and marks the current one", async () => {
  const member = await createMember(harness);
  const ids: string[] = [];
  for (const name of ['Zeta', 'Alpha']) {
    const { id } = await harness.workos.organizations.createOrganization({ name });
    await userManagement.createOrganizationMembership({ userId: member.id, organizationId: id });
    ids.push(id);
  }
  const [zeta = '', alpha = ''] = ids;
  await userManagement.sendInvitation({
    email: member.email,
    organizationId: (await createOrganization(harness)).id,
  });
  const response = await organizations(authorized(harness, await widgetToken(harness, zeta, member.id, [])));
  assert.equal(response.status, 200);
  assert.deepEqual(response.data.data, [
    { id: alpha, name: 'Alpha', current: false, favicon: null },
    { id: zeta, name: 'Zeta', current: true, favicon: null },
  ]);
  const { token } = (await (await harness.post('/widgets/token', { user_id: member.id })).json()) as {
    token: string;
  };
  const userOnly = await organizations(authorized(harness, token));
  assert.ok(userOnly.status === 200 && userOnly.data.data.every(({ current }) => !current));
  assert.equal((await organizations(authorized(harness, undefined))).status, 403);
});

test('rejects a body that is not JSON, or not what the table sends', async () => {
  const { id, adminId } = await createOrganization(harness);
  const member = await createMember(harness, id);
  const headers = { Authorization: `Bearer ${await widgetToken(harness, id, adminId, [USERS_TABLE])}` };
  for (const [path, bodies] of [
    ['/_widgets/UserManagement/invite-user', ['{', '{}', '[]', '{"email":7,"roles":["member"]}']],
    [`/_widgets/UserManagement/members/${member.id}`, ['{', '{}', '{"roles":"admin"}', '{"roles":[7]}']],
  ] as const) {
    for (const body of bodies) {
      const response = await harness.request(path, { method: 'POST', headers, body });
      assert.equal(response.status, 400, `${path} ${body}`);
    }
  }
  assert.equal((await harness.request('/_widgets/UserManagement/nothing', { headers })).status, 404);
});
