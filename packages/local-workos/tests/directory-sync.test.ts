import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { DomainDataState } from '@workos-inc/node';
import { getDirectory, listDirectories } from '@workos-inc/widgets/experimental/api/fetch';
import type { Page } from './browser.ts';
import { Browser } from './browser.ts';
import { eventsOf, names } from './event-list.ts';
import {
  ACME,
  answer,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  mailsTo,
  newEmail,
  startHarness,
  USERS_TABLE,
  widgetToken,
} from './harness.ts';
import { openPortal } from './portal.ts';

const DSYNC = 'widgets:dsync:manage';
const PATH = '/portal/directory-sync';

const harness = await startHarness();
const { workos } = harness;
const { directorySync, userManagement } = workos;

test('gives an organization without a directory a link to set one up', async () => {
  const { id, token } = await newOrganization();
  const { data, link } = await listOf(token);
  assert.deepEqual(data, []);
  const page = await new Browser(harness).open(link);
  assert.match(page.text, /Set up directory sync/);
  assert.deepEqual((await directorySync.listDirectories({ organizationId: id })).data, []);
});

test('seeds a synced directory with people and groups', async () => {
  const token = await widgetToken(harness, ACME, MARCELINA, [DSYNC]);
  const directory = await only(token);
  assert.equal(directory.state, 'linked');
  assert.deepEqual(directory.metadata, { users: { active: 24, inactive: 3 }, groups: 4 });
  const ago = Date.now() - Date.parse(directory.lastSyncRunAt ?? '');
  assert.ok(ago >= 3_600_000 && ago < 7_200_000, 'an hour before the server was started');
  const { browser, page } = await openPortal(harness, ACME, 'dsync');
  const synced = await act(browser, page, 'sync');
  assert.match(synced.text, /Nothing changed/);
});

test('sets up a directory step by step', async () => {
  const { id, token } = await newOrganization();
  const { browser, page } = await openPortal(harness, id, 'dsync');

  let current = await act(browser, page, 'choose', { type: 'nothing there is' }, 'Continue');
  assert.equal(current.status, 422);
  assert.match(current.alert, /Choose a provider/);

  current = await act(browser, current, 'choose', { type: 'later' }, 'Continue');
  assert.match(current.text, /Choose the directory provider/);
  assert.equal((await only(token)).state, 'requires_type');
  const [undecided] = (await directorySync.listDirectories({ organizationId: id })).data;
  assert.equal(undecided?.state, 'inactive', 'the public API has no such state');

  current = await act(browser, current, 'choose', { type: 'gsuite directory' }, 'Continue');
  assert.match(current.text, /Connect Google Workspace/);
  assert.deepEqual(pick(await only(token)), ['gsuite directory', 'unlinked']);
  current = await act(browser, current, 'choose', { type: 'okta scim v2.0' }, 'Decide later');
  assert.deepEqual(pick(await only(token)), ['okta scim v2.0', 'unlinked']);

  current = await act(browser, current, 'connect', {}, 'Connect');
  assert.match(current.alert, /Enter the access token/);
  current = await act(browser, current, 'connect', { access_token: 'made-up' }, 'Connect');
  assert.equal(current.status, 422);
  assert.match(current.alert, /does not accept this token/);
  assert.match(current.html, /value="made-up"/, 'the input is kept');
  assert.equal((await only(token)).state, 'unlinked');

  current = await connect(browser, current);
  const validating = await only(token);
  assert.equal(validating.state, 'validating');
  assert.equal(validating.lastSyncRunAt, null);

  current = await act(browser, current, 'sync');
  const linked = await only(token);
  assert.equal(linked.state, 'linked');
  assert.ok(linked.lastSyncRunAt);
  const single = await getDirectory(linked.id, authorized(harness, token));
  assert.deepEqual(single.data, linked);
  const published = await directorySync.getDirectory(linked.id);
  assert.equal(published.state, 'active');
  assert.equal(published.type, 'okta scim v2.0');
  assert.equal(published.organizationId, id);

  // The provider cannot change after the directory is connected.
  await act(browser, page, 'choose', { type: 'workday' }, 'Continue');
  assert.equal((await only(token)).type, 'okta scim v2.0');
});

test('adds addresses in a verified domain as members, and invites others', async () => {
  const { id, browser, domain } = await linkedDirectory();
  const member = {
    email: `mei@${domain}`,
    first_name: 'Mei',
    last_name: 'Lin',
    groups: 'Design, design , Sales',
  };
  const guest = { email: newEmail(), first_name: 'Gus', last_name: 'Guest', groups: '' };
  await addPeople(browser, member, guest);
  assert.deepEqual(await members(id), [], 'nothing happens before the sync');

  assert.match((await sync(browser)).text, /Synced: 2 added/);
  assert.deepEqual(await members(id), [
    [guest.email, 'pending', 'Gus', true],
    [member.email, 'active', 'Mei', true],
  ]);
  const [mail, ...more] = await mailsTo(harness, guest.email);
  assert.match(mail?.subject ?? '', /invited to join/);
  assert.equal(more.length, 0);
  assert.deepEqual(await mailsTo(harness, member.email), []);
  const [mei] = (await userManagement.listUsers({ email: member.email })).data;
  assert.equal(mei?.emailVerified, true);

  // A second sync changes nothing: no second email, no second membership.
  assert.match((await sync(browser)).text, /Nothing changed/);
  assert.equal((await members(id)).length, 2);
  assert.equal((await mailsTo(harness, guest.email)).length, 1);

  const [directory] = (await directorySync.listDirectories({ organizationId: id })).data;
  assert.ok(directory);
  const groups = await directorySync.listGroups({ directory: directory.id });
  assert.deepEqual(groups.data.map(({ name }) => name).toSorted(), ['Design', 'Sales']);
});

test('has an event for each change of a sync', async () => {
  const directory = await eventsOf(harness, linkedDirectory);
  assert.ok(names(directory).includes('dsync.activated'));
  const { id, browser, domain } = await linkedDirectory();
  const ana = { email: `ana@${domain}`, first_name: 'Ana', last_name: 'Old', groups: 'Design' };
  await addPeople(browser, ana);
  const added = await eventsOf(harness, () => sync(browser));
  assert.deepEqual(names(added).toSorted(), [
    'dsync.group.created',
    'dsync.group.user_added',
    'dsync.user.created',
    'organization_membership.created',
    'user.created',
  ]);
  const joined = added.find(({ event }) => event === 'dsync.group.user_added');
  assert.partialDeepStrictEqual(joined?.data, { user: { email: ana.email }, group: { name: 'Design' } });
  assert.deepEqual(await eventsOf(harness, () => sync(browser)), []);

  const change = { first_name: 'Ana', last_name: 'New', groups: 'Sales' };
  await editPerson(browser, ana.email, (page) => browser.submit(page, page.url.pathname, change, 'Save'));
  const changed = await eventsOf(harness, () => sync(browser));
  assert.deepEqual(names(changed).toSorted(), [
    'dsync.group.created',
    'dsync.group.deleted',
    'dsync.group.user_added',
    'dsync.group.user_removed',
    'dsync.user.updated',
    'user.updated',
  ]);
  const updated = changed.find(({ event }) => event === 'dsync.user.updated');
  assert.deepEqual(updated?.data.previous_attributes, { last_name: 'Old', name: 'Ana Old' });

  await remove(browser, ana.email);
  assert.deepEqual(names(await eventsOf(harness, () => sync(browser))).toSorted(), [
    'dsync.group.deleted',
    'dsync.group.user_removed',
    'dsync.user.deleted',
    'organization_membership.deleted',
  ]);

  await addPeople(browser, ana);
  await sync(browser);
  const [linked] = (await directorySync.listDirectories({ organizationId: id })).data;
  assert.ok(linked);
  const deletion = await eventsOf(harness, async () => {
    await directorySync.deleteDirectory(linked.id);
    harness.advance(10);
    assert.deepEqual((await directorySync.listDirectories({ organizationId: id })).data, []);
  });
  assert.deepEqual(names(deletion), ['dsync.deleted'], 'it stands for everything in the directory');
});

test('takes names from the directory, and ends and restores access with it', async () => {
  const { id, browser, domain } = await linkedDirectory();
  const email = `ana@${domain}`;
  await addPeople(browser, { email, first_name: 'Ana', last_name: 'Old', groups: 'A' });
  await sync(browser);
  const [before] = (await userManagement.listUsers({ email })).data;
  assert.ok(before);
  await userManagement.updateUser({ userId: before.id, lastName: 'Elsewhere' });

  const change = { first_name: 'Ana', last_name: 'New', groups: 'B' };
  await editPerson(browser, email, (person) => browser.submit(person, person.url.pathname, change, 'Save'));
  assert.match((await sync(browser)).text, /1 updated/);
  const renamed = await userManagement.getUser(before.id);
  assert.equal(renamed.lastName, 'New');

  const token = await widgetToken(harness, id, before.id, []);
  await toggle(browser, email);
  assert.match((await sync(browser)).text, /1 deactivated/);
  assert.deepEqual(await members(id), [[email, 'inactive', 'Ana', true]]);
  await assert.rejects(widgetToken(harness, id, before.id, []), { status: 422 });
  const refused = await harness.request('/_widgets/settings', {
    headers: { Authorization: `Bearer ${token}` },
  });
  assert.equal(refused.status, 403);

  await toggle(browser, email);
  await sync(browser);
  assert.deepEqual(await members(id), [[email, 'active', 'Ana', true]]);

  await remove(browser, email);
  assert.match((await sync(browser)).text, /1 removed/);
  assert.deepEqual(await members(id), []);
  assert.equal((await userManagement.getUser(before.id)).email, email, 'the account stays');
});

test('revokes the invitation of a person who leaves the directory', async () => {
  const { id, browser } = await linkedDirectory();
  const email = newEmail();
  await addPeople(browser, { email, first_name: 'Ivo', last_name: 'Invited', groups: '' });
  await sync(browser);
  await toggle(browser, email);
  await sync(browser);
  assert.deepEqual(await members(id), []);
  const [first] = (await userManagement.listInvitations({ organizationId: id, email })).data;
  assert.ok(first);
  assert.equal(first.state, 'revoked');
  await assert.rejects(userManagement.acceptInvitation(first.id), { status: 400 });

  // A reactivated person who never accepted is invited again. A person who accepted stays a member.
  await toggle(browser, email);
  await sync(browser);
  const [second] = (await userManagement.listInvitations({ organizationId: id, email })).data;
  assert.ok(second);
  assert.notEqual(second.id, first.id);
  await userManagement.acceptInvitation(second.id);
  await sync(browser);
  assert.deepEqual(await members(id), [[email, 'active', 'Ivo', true]]);
});

test('closes the invitation of a person the directory makes a member', async () => {
  const { id, browser, domain } = await linkedDirectory();
  const email = `ida@${domain}`;
  await userManagement.sendInvitation({ email, organizationId: id, roleSlug: 'admin' });
  await addPeople(browser, { email, first_name: 'Ida', last_name: 'In', groups: '' });
  await sync(browser);
  const [invitation] = (await userManagement.listInvitations({ email })).data;
  assert.ok(invitation);
  assert.equal(invitation.state, 'accepted');
  const [ida] = (await userManagement.listUsers({ email })).data;
  assert.equal(invitation.acceptedUserId, ida?.id);
  assert.equal(ida?.emailVerified, false, 'no one has followed the link');

  await remove(browser, email);
  await sync(browser);
  await assert.rejects(userManagement.acceptInvitation(invitation.id), { status: 400 });
});

test('keeps the role of an existing member, who is then managed by the directory', async () => {
  const { id, browser } = await linkedDirectory();
  const colleague = await createMember(harness, id, 'admin');
  const { data } = await userManagement.listOrganizationMemberships({
    organizationId: id,
    userId: colleague.id,
  });
  assert.equal(data[0]?.directoryManaged, false);
  await addPeople(browser, {
    email: colleague.email,
    first_name: 'Cole',
    last_name: 'League',
    groups: '',
  });
  await sync(browser);
  const after = await userManagement.listOrganizationMemberships({
    organizationId: id,
    userId: colleague.id,
  });
  assert.equal(after.data[0]?.directoryManaged, true);
  assert.equal(after.data[0]?.role.slug, 'admin');
  // The address is not in a verified domain, so the directory does not control the name.
  assert.equal((await userManagement.getUser(colleague.id)).firstName, null);
});

test('does not verify an address that someone signed up with', async () => {
  const { browser, domain } = await linkedDirectory();
  const email = `squatter@${domain}`;
  const user = await userManagement.createUser({ email, password: 'not-the-owner-of-this' });
  await addPeople(browser, { email, first_name: 'Real', last_name: 'Owner', groups: '' });
  await sync(browser);
  assert.equal((await userManagement.getUser(user.id)).emailVerified, false);
});

test('restores deleted accounts and removed memberships with the next sync', async () => {
  const { id, browser, domain } = await linkedDirectory();
  const email = `bo@${domain}`;
  await addPeople(browser, { email, first_name: 'Bo', last_name: 'Back', groups: '' });
  await sync(browser);
  const [membership] = (await userManagement.listOrganizationMemberships({ organizationId: id })).data.filter(
    ({ directoryManaged }) => directoryManaged,
  );
  assert.ok(membership);
  await userManagement.deleteOrganizationMembership(membership.id);
  await sync(browser);
  assert.deepEqual(await members(id), [[email, 'active', 'Bo', true]]);
  await userManagement.deleteUser(membership.userId);
  assert.deepEqual(await members(id), []);
  await sync(browser);
  assert.deepEqual(await members(id), [[email, 'active', 'Bo', true]]);
});

test('stops the sync when the provider rejects the token', async () => {
  const { id, token, browser, domain } = await linkedDirectory();
  await addPeople(browser, { email: `x@${domain}`, first_name: 'X', last_name: 'Y', groups: '' });
  let current = await act(browser, await browser.open(PATH), 'new-token');
  assert.equal((await only(token)).state, 'linked', 'the change is unknown before the next sync');
  const fresh = shownToken(current);

  current = await act(browser, current, 'sync');
  assert.match(current.alert, /rejected the access token/);
  assert.equal((await only(token)).state, 'invalid_credentials');
  const [published] = (await directorySync.listDirectories({ organizationId: id })).data;
  assert.equal(published?.state, 'invalid_credentials');
  assert.deepEqual(await members(id), []);
  assert.ok(!current.html.includes(fresh), 'a token is shown once');

  await act(browser, current, 'connect', { access_token: fresh }, 'Connect');
  assert.equal((await only(token)).state, 'linked');
  await sync(browser);
  assert.equal((await members(id)).length, 1);
  const stored = JSON.stringify(harness.server.local.db.all('SELECT * FROM directories'));
  assert.ok(!stored.includes(fresh), 'tokens are stored as hashes');
});

test('deletes a directory after a moment, and keeps its people as members', async (t) => {
  const own = await startHarness();
  own.stopClock(t);
  const { id, token, browser, domain } = await linkedDirectory(own);
  await addPeople(browser, { email: `di@${domain}`, first_name: 'Di', last_name: 'Del', groups: 'G' });
  await sync(browser);
  const directory = await only(token, own);
  const [person] = (await own.workos.directorySync.listUsers({ directory: directory.id })).data;
  const [group] = (await own.workos.directorySync.listGroups({ directory: directory.id })).data;
  assert.ok(person && group);

  await own.workos.directorySync.deleteDirectory(directory.id);
  const deleting = await only(token, own);
  assert.equal(deleting.state, 'deleting');
  assert.deepEqual(deleting.metadata, { users: { active: 1, inactive: 0 }, groups: 1 });
  assert.match((await browser.open(PATH)).text, /is being deleted/);
  own.advance(3);
  await own.workos.directorySync.deleteDirectory(directory.id);
  own.advance(3);
  const headers = { Authorization: 'Bearer sk_test_default' };
  for (const path of [
    `/directories/${directory.id}`,
    `/directory_users/${person.id}`,
    `/directory_groups/${group.id}`,
    `/directory_users?directory=${directory.id}`,
  ]) {
    assert.equal((await own.request(path, { headers })).status, 404, path);
  }
  const again = await own.request(`/directories/${directory.id}`, { method: 'DELETE', headers });
  assert.equal(again.status, 404);
  assert.deepEqual((await listOf(token, own)).data, []);
  assert.deepEqual(await members(id, own), [[`di@${domain}`, 'active', 'Di', false]]);
  assert.match((await browser.open(PATH)).text, /Set up directory sync/);
});

test('deletes a directory in the portal, and updates a page left open', async () => {
  const { token, browser, page } = await linkedDirectory();
  const deleted = await act(browser, await browser.open(PATH), 'remove', {}, 'Delete');
  assert.match(deleted.text, /is being deleted/);
  for (const action of ['sync', 'connect', 'new-token', 'choose', 'constructor', 'toString']) {
    await browser.submit(page, PATH, { action, access_token: 'x', type: 's3' });
    assert.equal((await only(token)).state, 'deleting', action);
  }
  assert.match((await browser.open(`${PATH}/people/new`)).text, /is being deleted/);
});

test('checks the form of a person, and changes nothing on a mistake', async () => {
  const { browser, domain } = await linkedDirectory();
  const right = { email: `ok@${domain}`, first_name: 'O', last_name: 'K', groups: '' };
  const form = () => browser.open(`${PATH}/people/new`);
  const wrong: [Partial<typeof right>, RegExp][] = [
    [{ email: '' }, /valid email/],
    [{ email: 'not an address' }, /valid email/],
    [{ email: `${'a'.repeat(250)}@${domain}` }, /at most 254 characters/],
    [{ first_name: '' }, /Enter a name/],
    [{ last_name: 'x'.repeat(101) }, /at most 100 characters/],
    [{ groups: Array.from({ length: 21 }, (_, index) => `g${index}`).join() }, /at most 20 groups/],
    [{ groups: 'g'.repeat(101) }, /at most 100 characters per group/],
  ];
  for (const [mistake, message] of wrong) {
    const page = await browser.submit(await form(), `${PATH}/people`, { ...right, ...mistake });
    assert.equal(page.status, 422);
    assert.match(page.alert, message);
  }
  const kept = await browser.submit(await form(), `${PATH}/people`, { ...right, email: 'typed wrong' });
  assert.match(kept.html, /value="typed wrong"/);
  await browser.submit(await form(), `${PATH}/people`, right);
  const twice = { ...right, email: right.email.toUpperCase() };
  const page = await browser.submit(await form(), `${PATH}/people`, twice);
  assert.match(page.alert, /already in the directory/);
  const list = await browser.open(PATH);
  assert.equal(list.html.match(/aria-label="Edit /g)?.length, 1);
  const person = await personPage(browser, right.email);
  const renamed = await browser.submit(
    person,
    person.url.pathname,
    { first_name: '', last_name: 'K' },
    'Save',
  );
  assert.equal(renamed.status, 422);
  assert.match((await browser.open(`${PATH}/people/nobody`)).text, /no longer in the directory/);
});

test('filters and pages lists', async () => {
  const { id, browser, domain } = await linkedDirectory();
  await addPeople(
    browser,
    { email: `a@${domain}`, first_name: 'A', last_name: 'A', groups: 'Red, Blue' },
    { email: `b@${domain}`, first_name: 'B', last_name: 'B', groups: 'Blue' },
    { email: `c@${domain}`, first_name: 'C', last_name: 'C', groups: '' },
  );
  await sync(browser);
  const byName = (await directorySync.listDirectories({ search: id.slice(-10) })).data;
  assert.deepEqual(byName, []);
  const [directory] = (await directorySync.listDirectories({ organizationId: id })).data;
  assert.ok(directory);
  assert.deepEqual(
    (await directorySync.listDirectories({ search: directory.name.toUpperCase() })).data.map(
      (each) => each.id,
    ),
    [directory.id],
  );
  const byDomain = await answer(await get(`/directories?domain=${domain}`));
  assert.deepEqual(
    (byDomain.body as { data: { domain: string }[] }).data.map((each) => each.domain),
    [domain],
  );

  const seen: string[] = [];
  for (let after: string | undefined; ; ) {
    const users = await directorySync.listUsers({
      directory: directory.id,
      limit: 2,
      order: 'asc',
      ...(after ? { after } : {}),
    });
    seen.push(...users.data.map(({ email }) => email ?? ''));
    after = users.listMetadata.after ?? undefined;
    if (!after) break;
  }
  assert.deepEqual(seen, [`a@${domain}`, `b@${domain}`, `c@${domain}`]);

  const groups = (await directorySync.listGroups({ directory: directory.id })).data;
  const blue = groups.find(({ name }) => name === 'Blue');
  assert.ok(blue);
  const inBlue = (await directorySync.listUsers({ group: blue.id })).data;
  assert.deepEqual(inBlue.map(({ firstName }) => firstName).toSorted(), ['A', 'B']);
  const ann = inBlue.find(({ firstName }) => firstName === 'A');
  assert.ok(ann);
  assert.deepEqual(await directorySync.getUser(ann.id), ann);
  assert.deepEqual(
    ann.groups.map(({ name }) => name),
    ['Blue', 'Red'],
  );
  assert.deepEqual(await directorySync.getGroup(blue.id), blue);
  assert.equal((await directorySync.listGroups({ user: ann.id })).data.length, 2);
});

test('the public API rejects unknown ids and incomplete queries', async () => {
  for (const path of [
    '/directories/directory_none',
    '/directory_users/directory_user_none',
    '/directory_groups/directory_group_none',
    '/directory_users?directory=directory_none',
    '/directory_users?group=directory_group_none',
    '/directory_groups?directory=directory_none',
    '/directory_groups?user=directory_user_none',
  ]) {
    assert.equal((await get(path)).status, 404, path);
  }
  for (const path of [
    '/directory_users',
    '/directory_groups',
    '/directories?limit=0',
    '/directories?order=up',
  ]) {
    assert.equal((await get(path)).status, 422, path);
  }
  assert.equal((await harness.request('/directories')).status, 401);
});

test("requires the permission for the widget operations, and shows only the caller's organization", async () => {
  const { token } = await linkedDirectory();
  const { id: directoryId } = await only(token);
  const other = await newOrganization();
  assert.equal((await getDirectory(directoryId, authorized(harness, other.token))).status, 404);
  assert.equal((await getDirectory('directory_none', authorized(harness, token))).status, 404);
  assert.deepEqual((await listOf(other.token)).data, []);

  const usersOnly = await widgetToken(harness, other.id, other.adminId, [USERS_TABLE]);
  for (const wrong of [undefined, 'nonsense', usersOnly]) {
    assert.equal((await listDirectories(authorized(harness, wrong))).status, 403);
    assert.equal((await getDirectory(directoryId, authorized(harness, wrong))).status, 403);
  }
  const own = await startHarness();
  const expired = await widgetToken(own, ACME, MARCELINA, [DSYNC]);
  own.advance(3601);
  assert.equal((await listDirectories(authorized(own, expired))).status, 403);
});

test('accepts the link once, for a day, and for directories only', async () => {
  const own = await startHarness();
  const token = await widgetToken(own, ACME, MARCELINA, [DSYNC]);
  const link = async () => (await listOf(token, own)).link;
  const [first, second, third] = [await link(), await link(), await link()];
  const browser = new Browser(own);
  assert.match((await browser.open(first)).text, /Okta/);
  const used = await new Browser(own).open(first);
  assert.equal(used.status, 400);
  assert.match(used.alert, /has already been used/);
  own.advance(86_300);
  assert.match((await new Browser(own).open(second)).text, /Okta/);
  own.advance(200);
  assert.match((await new Browser(own).open(third)).alert, /has expired/);
  assert.match((await browser.open(PATH)).text, /session has ended/);

  const { browser: visitor } = await openPortal(own, ACME, 'log_streams');
  assert.match((await visitor.open(PATH)).text, /session has ended/);
  assert.match((await visitor.open(`${PATH}/people/new`)).text, /session has ended/);
});

async function newOrganization(on = harness) {
  const organization = await createOrganization(on);
  return { ...organization, token: await widgetToken(on, organization.id, organization.adminId, [DSYNC]) };
}

/** An organization with a verified domain and an empty, synced directory. */
async function linkedDirectory(on = harness) {
  const organization = await newOrganization(on);
  const domain = `${randomUUID()}.example.com`;
  await on.workos.organizations.updateOrganization({
    organization: organization.id,
    domainData: [{ domain, state: DomainDataState.Verified }],
  });
  const { browser, page: first } = await openPortal(on, organization.id, 'dsync');
  const chosen = await act(browser, first, 'choose', { type: 'okta scim v2.0' }, 'Continue');
  const page = await act(browser, await connect(browser, chosen), 'sync');
  return { ...organization, domain, browser, page };
}

async function connect(browser: Browser, page: Page): Promise<Page> {
  const made = await act(browser, page, 'new-token');
  return act(browser, made, 'connect', { access_token: shownToken(made) }, 'Connect');
}

function shownToken(page: Page): string {
  return /class="secret">([^<]+)</.exec(page.html)?.[1] ?? '';
}

const BUTTONS: Record<string, string> = { sync: 'Sync now', 'new-token': 'Create access token' };

function act(browser: Browser, page: Page, action: string, fields = {}, containing = BUTTONS[action] ?? '') {
  return browser.submit(page, PATH, { action, ...fields }, containing);
}

async function sync(browser: Browser): Promise<Page> {
  return act(browser, await browser.open(PATH), 'sync');
}

type PersonForm = Record<'email' | 'first_name' | 'last_name' | 'groups', string>;

async function addPeople(browser: Browser, ...people: PersonForm[]): Promise<void> {
  for (const person of people) {
    const page = await browser.submit(await browser.open(`${PATH}/people/new`), `${PATH}/people`, person);
    assert.equal(page.status, 200, page.alert);
  }
}

async function personPage(browser: Browser, email: string): Promise<Page> {
  const { html } = await browser.open(PATH);
  const item = html.split('<li>').find((each) => each.includes(email)) ?? '';
  return browser.open(/href="([^"]+)"/.exec(item)?.[1] ?? '');
}

async function editPerson(
  browser: Browser,
  email: string,
  edit: (page: Page) => Promise<Page>,
): Promise<void> {
  assert.equal((await edit(await personPage(browser, email))).url.pathname, PATH);
}

/** Deactivates an active person, or activates an inactive one. */
function toggle(browser: Browser, email: string): Promise<void> {
  return editPerson(browser, email, (page) => {
    const active = page.text.includes('Deactivate') ? '0' : '1';
    return browser.submit(page, `${page.url.pathname}/active`, { active });
  });
}

function remove(browser: Browser, email: string): Promise<void> {
  return editPerson(browser, email, (page) => browser.submit(page, `${page.url.pathname}/remove`));
}

async function listOf(token: string, on = harness) {
  const response = await listDirectories(authorized(on, token));
  assert.equal(response.status, 200);
  return response.data;
}

async function only(token: string, on = harness) {
  const [directory, ...more] = (await listOf(token, on)).data;
  assert.ok(directory);
  assert.equal(more.length, 0);
  return directory;
}

function pick({ type, state }: { type: string; state: string }): string[] {
  return [type, state];
}

/** The members of an organization: address, status, first name, and whether the directory manages them. */
async function members(organizationId: string, { workos: { userManagement: api } } = harness) {
  const { data } = await api.listOrganizationMemberships({
    organizationId,
    statuses: ['active', 'inactive', 'pending'],
    order: 'asc',
  });
  const rows = await Promise.all(
    data.map(async ({ userId, status, role, directoryManaged }) => {
      const { email, firstName } = await api.getUser(userId);
      return { isAdmin: role.slug === 'admin', row: [email, status, firstName, directoryManaged] };
    }),
  );
  return rows.filter(({ isAdmin }) => !isAdmin).map(({ row }) => row);
}

function get(path: string): Promise<Response> {
  return harness.request(path, { headers: { Authorization: 'Bearer sk_test_default' } });
}
