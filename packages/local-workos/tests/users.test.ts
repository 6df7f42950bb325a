import assert from 'node:assert/strict';
import { test } from 'node:test';
import bcrypt from 'bcryptjs';
import { CLIENT_ID } from '../src/http/options.ts';
import { createMember, createOrganization, newEmail, startHarness } from './harness.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

const PASSWORD = 'purple-otter-canyon-lamp';

test('creates, reads, updates and deletes a user', async () => {
  const email = newEmail();
  const created = await userManagement.createUser({
    email,
    firstName: 'Aino',
    lastName: 'Virta',
    emailVerified: true,
    externalId: `external-${email}`,
    metadata: { team: 'blue' },
  });
  assert.match(created.id, /^user_/);
  assert.deepEqual(
    [created.email, created.firstName, created.lastName, created.emailVerified, created.metadata],
    [email, 'Aino', 'Virta', true, { team: 'blue' }],
  );
  assert.deepEqual(await userManagement.getUser(created.id), created);
  assert.deepEqual(await userManagement.getUserByExternalId(`external-${email}`), created);

  const changed = newEmail();
  const updated = await userManagement.updateUser({
    userId: created.id,
    email: changed,
    lastName: 'Koski',
    emailVerified: false,
    locale: 'fi',
    metadata: { team: null, floor: '2' },
  });
  assert.deepEqual(
    [updated.email, updated.firstName, updated.lastName, updated.emailVerified, updated.locale],
    [changed, 'Aino', 'Koski', false, 'fi'],
  );
  assert.deepEqual(updated.metadata, { floor: '2' });
  assert.ok(updated.updatedAt >= created.updatedAt);

  await userManagement.deleteUser(created.id);
  await assert.rejects(userManagement.getUser(created.id), { status: 404 });
});

test('a user has the name that an app sets, else the first and the last name', async () => {
  const nameOf = async (path: string, method: string, body?: unknown) => {
    const response = await harness.request(path, {
      method,
      headers: { Authorization: 'Bearer sk_test_default', 'Content-Type': 'application/json' },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    const { id, name, first_name } = (await response.json()) as Record<string, string | null>;
    return { status: response.status, id, name, first_name };
  };
  const created = await nameOf('/user_management/users', 'POST', {
    email: newEmail(),
    name: ' Ada Lovelace ',
    first_name: 'Ada',
  });
  assert.deepEqual([created.status, created.name, created.first_name], [201, 'Ada Lovelace', 'Ada']);
  const path = `/user_management/users/${created.id}`;
  assert.equal((await nameOf(path, 'PUT', { name: 'Countess' })).name, 'Countess');
  assert.equal((await nameOf(path, 'PUT', { last_name: 'King' })).name, 'Countess');
  assert.equal((await nameOf(path, 'GET')).name, 'Countess');
  assert.equal((await nameOf(path, 'PUT', { name: null })).name, 'Ada King');
  assert.equal((await nameOf(path, 'PUT', { first_name: null, last_name: null })).name, null);
  for (const wrong of [{ name: 7 }, { name: 'a'.repeat(256) }]) {
    assert.equal((await nameOf(path, 'PUT', wrong)).status, 422);
  }
  assert.equal((await nameOf(path, 'GET')).name, null);
});

test('finds people by the name that an app sets', async () => {
  const name = `Zoë ${crypto.randomUUID()}`;
  await harness.post('/user_management/users', { email: newEmail(), first_name: 'Ada', name });
  const page = await harness.request(`/people?${new URLSearchParams({ search: name.toUpperCase() })}`);
  assert.match(await page.text(), new RegExp(name));
});

test('accepts only locales that WorkOS supports', async () => {
  const { id } = await userManagement.createUser({ email: newEmail() });
  await assert.rejects(userManagement.updateUser({ userId: id, locale: 'fi-FI' }), {
    status: 400,
    code: 'invalid_locale',
  });
  assert.equal((await userManagement.getUser(id)).locale, null);
});

test('creates a user without a name or a verified address', async () => {
  const user = await userManagement.createUser({ email: newEmail() });
  assert.deepEqual(
    [user.firstName, user.lastName, user.emailVerified, user.externalId, user.lastSignInAt],
    [null, null, false, null, null],
  );
});

test('lists by email, ignoring case, and by organization, to the last page', async () => {
  const organization = await createOrganization(harness);
  const ids = [organization.adminId];
  for (let index = 0; index < 11; index++) ids.push((await createMember(harness, organization.id)).id);

  const list = await userManagement.listUsers({ organizationId: organization.id, order: 'asc' });
  assert.equal(list.data.length, 10, 'ten a page');
  assert.deepEqual(
    (await list.autoPagination()).map(({ id }) => id),
    ids,
  );

  const { email } = await userManagement.getUser(organization.adminId);
  const found = await userManagement.listUsers({ email: email.toUpperCase() });
  assert.deepEqual(
    found.data.map(({ id }) => id),
    [organization.adminId],
  );
  assert.deepEqual((await userManagement.listUsers({ email: newEmail() })).data, []);
});

test('rejects an email or external id that is taken', async () => {
  const taken = await userManagement.createUser({ email: newEmail(), externalId: 'taken-by-a-user' });
  const other = await userManagement.createUser({ email: newEmail() });
  for (const [body, code] of [
    [{ email: taken.email.toUpperCase() }, 'email_not_available'],
    [{ email: newEmail(), externalId: 'taken-by-a-user' }, 'external_id_already_used'],
  ] as const) {
    await assert.rejects(
      userManagement.createUser(body),
      (error: { status: number; errors: { code: string }[] }) => {
        assert.equal(error.status, 400);
        assert.deepEqual(
          error.errors.map((each) => each.code),
          [code],
        );
        return true;
      },
    );
  }
  await assert.rejects(userManagement.updateUser({ userId: other.id, email: taken.email }), {
    status: 400,
    code: 'email_not_available',
  });
  await assert.rejects(userManagement.updateUser({ userId: other.id, externalId: 'taken-by-a-user' }), {
    status: 400,
    code: 'external_id_already_used',
  });
  await userManagement.updateUser({ userId: taken.id, email: taken.email, externalId: 'taken-by-a-user' });
});

test('checks a password against the policy, hashes it, and accepts it at sign-in', async () => {
  const email = newEmail();
  for (const password of ['short', 'passwordpassword', `${email.split('@')[0]}-x`, 'long-'.repeat(20)]) {
    await assert.rejects(userManagement.createUser({ email, password }), {
      status: 400,
      code: 'password_strength_error',
    });
  }
  const user = await userManagement.createUser({ email, password: PASSWORD, emailVerified: true });
  const session = await userManagement.authenticateWithPassword({
    clientId: CLIENT_ID,
    email,
    password: PASSWORD,
  });
  assert.equal(session.user.id, user.id);
  await assert.rejects(userManagement.updateUser({ userId: user.id, password: 'short' }), {
    status: 400,
    code: 'password_strength_error',
  });
  const stored = harness.server.local.db.get<{ password_hash: string }>(
    'SELECT password_hash FROM users WHERE id = :id',
    { id: user.id },
  );
  assert.match(stored?.password_hash ?? '', /^\$2b\$10\$/);
});

test('imports bcrypt hashes only', async () => {
  const email = newEmail();
  const passwordHash = await bcrypt.hash(PASSWORD, 4);
  await userManagement.createUser({
    email,
    emailVerified: true,
    passwordHash,
    passwordHashType: 'bcrypt',
  });
  await userManagement.authenticateWithPassword({ clientId: CLIENT_ID, email, password: PASSWORD });
  await assert.rejects(
    userManagement.createUser({ email: newEmail(), passwordHash: 'abc', passwordHashType: 'bcrypt' }),
    { status: 400, code: 'invalid_password_hash' },
  );
  await assert.rejects(
    userManagement.createUser({
      email: newEmail(),
      password: PASSWORD,
      passwordHash,
      passwordHashType: 'bcrypt',
    }),
    { status: 400, code: 'password_and_password_hash_provided' },
  );
});

test('rejects an invalid body and names the invalid fields', async () => {
  await assert.rejects(userManagement.createUser({ email: 'not-an-address' }), {
    status: 422,
    code: 'invalid_request_parameters',
  });
  assert.equal((await harness.post('/user_management/users', {})).status, 422);
  assert.equal(
    (await harness.post('/user_management/users', { email: newEmail(), metadata: 7 })).status,
    422,
  );
  const { id } = await createMember(harness);
  await assert.rejects(userManagement.updateUser({ userId: id, email: 'not-an-address' }), { status: 422 });
});

test('creates a person once when requests race, and rejects the others', async () => {
  const email = newEmail();
  const create = () => harness.post('/user_management/users', { email, password: PASSWORD });
  const statuses = (await Promise.all([create(), create(), create()])).map(({ status }) => status);
  assert.deepEqual(statuses.toSorted(), [201, 400, 400]);

  const people = await Promise.all([1, 2, 3].map(() => createMember(harness)));
  const wanted = newEmail();
  const updates = await Promise.allSettled(
    people.map(({ id }) => userManagement.updateUser({ userId: id, email: wanted, password: PASSWORD })),
  );
  assert.equal(updates.filter(({ status }) => status === 'fulfilled').length, 1);
  for (const update of updates) if (update.status === 'rejected') assert.equal(update.reason.status, 400);
});

test('rejects empty and overlong values', async () => {
  const email = newEmail();
  for (const wrong of [
    { external_id: '' },
    { first_name: 'a'.repeat(256) },
    { email: `${'a'.repeat(60)}@${'b.'.repeat(100)}com` },
  ]) {
    const response = await harness.post('/user_management/users', { email, ...wrong });
    assert.equal(response.status, 422, JSON.stringify(wrong));
  }
  for (const [wrong, code] of [
    [{ password_hash_type: 'bcrypt' }, 'invalid_password_hash'],
    [{ password: PASSWORD, password_hash_type: 'bcrypt' }, 'password_and_password_hash_type_provided'],
  ] as const) {
    const response = await harness.post('/user_management/users', { email, ...wrong });
    assert.equal(response.status, 400);
    assert.equal(((await response.json()) as { code: string }).code, code);
  }
});

test('answers 404 for unknown ids', async () => {
  const message = /User not found: 'user_none'/;
  await assert.rejects(userManagement.getUser('user_none'), { status: 404, message });
  await assert.rejects(userManagement.getUserByExternalId('user_none'), { status: 404, message });
  await assert.rejects(userManagement.updateUser({ userId: 'user_none', firstName: 'A' }), {
    status: 404,
    message,
  });
  await assert.rejects(userManagement.deleteUser('user_none'), { status: 404, message });
});

test('ends memberships and sessions when a user is deleted', async () => {
  const email = newEmail();
  const organization = await createOrganization(harness);
  const user = await userManagement.createUser({ email, password: PASSWORD, emailVerified: true });
  await userManagement.createOrganizationMembership({ userId: user.id, organizationId: organization.id });
  const { refreshToken } = await userManagement.authenticateWithPassword({
    clientId: CLIENT_ID,
    email,
    password: PASSWORD,
  });
  await userManagement.deleteUser(user.id);
  const { data } = await userManagement.listOrganizationMemberships({ organizationId: organization.id });
  assert.deepEqual(
    data.map(({ userId }) => userId),
    [organization.adminId],
  );
  await assert.rejects(userManagement.authenticateWithRefreshToken({ clientId: CLIENT_ID, refreshToken }), {
    status: 400,
    error: 'invalid_grant',
  });
});

test('moves open invitations to a new email address', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const user = await userManagement.createUser({ email: newEmail(), emailVerified: true });
  const before = await userManagement.sendInvitation({ email: user.email, organizationId });
  const email = newEmail();
  await userManagement.updateUser({ userId: user.id, email });

  const pending = async (address: string) =>
    (await userManagement.listInvitations({ email: address })).data.map(({ state }) => state);
  assert.deepEqual(await pending(user.email), []);
  assert.deepEqual(await pending(email), ['pending']);
  await assert.rejects(userManagement.findInvitationByToken(before.token), { status: 404 });
});
