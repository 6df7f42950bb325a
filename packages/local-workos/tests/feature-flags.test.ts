import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeJwt } from 'jose';
import { Browser, signInAs } from './browser.ts';
import { eventsOf, names } from './event-list.ts';
import { createMember, createOrganization, startHarness } from './harness.ts';
import { refreshSession } from './signed-in.ts';

const harness = await startHarness();
const { featureFlags, organizations, userManagement } = harness.workos;

let created = 0;

/** Creates a flag on the page, because the API cannot. */
async function createFlag(fields: { enabled?: boolean; defaultValue?: boolean } = {}): Promise<string> {
  const slug = `flag-${++created}`;
  const response = await harness.postForm('/flags', { slug, name: `Flag ${created}` });
  assert.equal(response.headers.get('Location'), `/flags/${slug}`);
  if (fields.enabled) await featureFlags.enableFeatureFlag(slug);
  if (fields.defaultValue) await harness.postForm(`/flags/${slug}/default-value`, { default_value: '1' });
  return slug;
}

const slugs = ({ data }: { data: { slug: string }[] }) => data.map(({ slug }) => slug);
const flagsOf = (accessToken: string) => decodeJwt<{ feature_flags: string[] }>(accessToken).feature_flags;

async function runtimeClient() {
  const client = featureFlags.createRuntimeClient();
  await client.waitUntilReady({ timeoutMs: 30_000 });
  client.close();
  return client;
}

test('creates a flag that is off for everyone', async () => {
  const form = { slug: 'early-access', name: 'Early Access', description: 'New pages' };
  await harness.postForm('/flags', form);
  const flag = await featureFlags.getFeatureFlag('early-access');
  const { id, createdAt, updatedAt, ...rest } = flag;
  assert.match(id, /^flag_/);
  assert.equal(createdAt, updatedAt);
  assert.deepEqual(rest, {
    object: 'feature_flag',
    slug: 'early-access',
    name: 'Early Access',
    description: 'New pages',
    tags: [],
    enabled: false,
    defaultValue: false,
  });
});

test('lists the flags, page by page', async () => {
  const [first, second, third] = [await createFlag(), await createFlag(), await createFlag()];
  const page = await featureFlags.listFeatureFlags({ limit: 2 });
  assert.deepEqual(slugs(page), [third, second]);
  const next = await featureFlags.listFeatureFlags({ limit: 1, after: page.listMetadata.after ?? '' });
  assert.deepEqual(slugs(next), [first]);
});

test('enables and disables a flag', async () => {
  const slug = await createFlag();
  const enabled = await featureFlags.enableFeatureFlag(slug);
  assert.equal(enabled.enabled, true);
  assert.deepEqual(await featureFlags.enableFeatureFlag(slug), enabled, 'nothing changes the second time');
  assert.equal((await featureFlags.disableFeatureFlag(slug)).enabled, false);
  assert.equal((await featureFlags.getFeatureFlag(slug)).enabled, false);
});

test('lists the enabled flags of an organization', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const other = await createOrganization(harness);
  const [own, off, theirs, everyones] = [
    await createFlag({ enabled: true }),
    await createFlag(),
    await createFlag({ enabled: true }),
    await createFlag({ enabled: true, defaultValue: true }),
  ];
  for (const slug of [own, off]) await featureFlags.addFlagTarget({ slug, targetId: organizationId });
  await featureFlags.addFlagTarget({ slug: theirs, targetId: other.id });
  assert.deepEqual(slugs(await featureFlags.listOrganizationFeatureFlags({ organizationId })), [
    everyones,
    own,
  ]);
  await featureFlags.disableFeatureFlag(everyones);
  assert.deepEqual(slugs(await featureFlags.listOrganizationFeatureFlags({ organizationId })), [own]);
});

test('lists the enabled flags of a user and their organizations', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const former = await createOrganization(harness);
  const { id: userId } = await createMember(harness, organizationId);
  await userManagement.createOrganizationMembership({ userId, organizationId: former.id });
  const [own, organizations, formers] = [
    await createFlag({ enabled: true }),
    await createFlag({ enabled: true }),
    await createFlag({ enabled: true }),
  ];
  await featureFlags.addFlagTarget({ slug: own, targetId: userId });
  await featureFlags.addFlagTarget({ slug: organizations, targetId: organizationId });
  await featureFlags.addFlagTarget({ slug: formers, targetId: former.id });
  const list = async () => slugs(await featureFlags.listUserFeatureFlags({ userId }));
  assert.deepEqual(await list(), [formers, organizations, own]);
  const { data } = await userManagement.listOrganizationMemberships({ userId, organizationId: former.id });
  await userManagement.deactivateOrganizationMembership(data[0]?.id ?? '');
  assert.deepEqual(await list(), [organizations, own]);
});

test('adds and removes a target, any number of times', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness);
  const slug = await createFlag({ enabled: true });
  for (const targetId of [userId, organizationId, userId]) {
    await featureFlags.addFlagTarget({ slug, targetId });
  }
  const { targets } = (await runtimeClient()).getFlag(slug) ?? {};
  assert.deepEqual(targets, {
    users: [{ id: userId, enabled: true }],
    organizations: [{ id: organizationId, enabled: true }],
  });
  for (let time = 0; time < 2; time++) await featureFlags.removeFlagTarget({ slug, targetId: userId });
  assert.deepEqual(slugs(await featureFlags.listUserFeatureFlags({ userId })), []);
  assert.deepEqual(slugs(await featureFlags.listOrganizationFeatureFlags({ organizationId })), [slug]);
});

test("the SDK's runtime client evaluates flags as the API does", async () => {
  const { id: organizationId, adminId: userId } = await createOrganization(harness);
  const [targeted, off, everyones] = [
    await createFlag({ enabled: true }),
    await createFlag(),
    await createFlag({ enabled: true, defaultValue: true }),
  ];
  await featureFlags.addFlagTarget({ slug: targeted, targetId: organizationId });
  await featureFlags.addFlagTarget({ slug: off, targetId: userId });
  const client = await runtimeClient();
  assert.equal(client.isEnabled(targeted, { userId, organizationId }), true);
  assert.equal(client.isEnabled(targeted, { userId }), false);
  assert.equal(client.isEnabled(off, { userId, organizationId }), false);
  assert.equal(client.isEnabled(everyones), true);
  assert.equal(client.isEnabled('no-such-flag'), false);
  assert.deepEqual(client.getFlag(targeted), {
    slug: targeted,
    enabled: true,
    default_value: false,
    targets: { users: [], organizations: [{ id: organizationId, enabled: true }] },
  });
  await featureFlags.disableFeatureFlag(everyones);
});

test('the runtime client needs an API key', async () => {
  assert.equal((await harness.get('/sdk/feature-flags', 'sk_wrong')).status, 401);
});

test('a session gets a change of its flags with its next access token', async () => {
  const { id: organizationId, adminId: userId } = await createOrganization(harness);
  const other = await createOrganization(harness);
  const [ours, mine, theirs] = [await createFlag(), await createFlag(), await createFlag()];
  await featureFlags.addFlagTarget({ slug: ours, targetId: organizationId });
  await featureFlags.addFlagTarget({ slug: theirs, targetId: other.id });
  const signedIn = await signInAs(harness, userId, organizationId);
  assert.deepEqual(flagsOf(signedIn.accessToken), []);
  for (const slug of [ours, mine, theirs]) await featureFlags.enableFeatureFlag(slug);
  await featureFlags.addFlagTarget({ slug: mine, targetId: userId });
  const refreshed = await refreshSession(harness, signedIn.refreshToken);
  assert.deepEqual(flagsOf(refreshed.accessToken), [ours, mine]);
  await featureFlags.disableFeatureFlag(ours);
  await featureFlags.removeFlagTarget({ slug: mine, targetId: userId });
  assert.deepEqual(flagsOf((await refreshSession(harness, refreshed.refreshToken)).accessToken), []);
});

test('a session without an organization has the flags of the user alone', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness);
  const [mine, ours] = [await createFlag({ enabled: true }), await createFlag({ enabled: true })];
  await featureFlags.addFlagTarget({ slug: mine, targetId: userId });
  await featureFlags.addFlagTarget({ slug: ours, targetId: organizationId });
  assert.deepEqual(flagsOf((await signInAs(harness, userId)).accessToken), [mine]);
});

test('a target ends with its user, organization, or flag', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const { id: userId } = await createMember(harness);
  const slug = await createFlag({ enabled: true });
  for (const targetId of [userId, organizationId]) await featureFlags.addFlagTarget({ slug, targetId });
  await userManagement.deleteUser(userId);
  await organizations.deleteOrganization(organizationId);
  assert.deepEqual((await runtimeClient()).getFlag(slug)?.targets, { users: [], organizations: [] });
  await featureFlags.addFlagTarget({ slug, targetId: (await createOrganization(harness)).id });
  await harness.postForm(`/flags/${slug}/delete`);
  await assert.rejects(featureFlags.getFeatureFlag(slug), { status: 404 });
});

test('refuses unknown flags and targets', async () => {
  const { id: organizationId } = await createOrganization(harness);
  const slug = await createFlag({ enabled: true });
  for (const call of [
    () => featureFlags.getFeatureFlag('none'),
    () => featureFlags.enableFeatureFlag('none'),
    () => featureFlags.disableFeatureFlag('none'),
    () => featureFlags.addFlagTarget({ slug: 'none', targetId: organizationId }),
    () => featureFlags.removeFlagTarget({ slug: 'none', targetId: organizationId }),
    () => featureFlags.addFlagTarget({ slug, targetId: 'org_none' }),
    () => featureFlags.addFlagTarget({ slug, targetId: 'user_none' }),
    () => featureFlags.removeFlagTarget({ slug, targetId: 'user_none' }),
    () => featureFlags.listOrganizationFeatureFlags({ organizationId: 'org_none' }),
    () => featureFlags.listUserFeatureFlags({ userId: 'user_none' }),
  ]) {
    await assert.rejects(call(), { status: 404 });
  }
  for (const targetId of ['none', 'om_1', 'org_', 'user_1 or more']) {
    const invalid = { status: 400, code: 'invalid_resource_id_format' };
    await assert.rejects(featureFlags.addFlagTarget({ slug, targetId }), invalid, targetId);
    await assert.rejects(featureFlags.removeFlagTarget({ slug, targetId }), invalid, targetId);
  }
  assert.equal((await harness.get('/feature-flags?limit=0')).status, 422);
  assert.deepEqual((await runtimeClient()).getFlag(slug)?.targets, { users: [], organizations: [] });
});

test('the page creates no flag without a slug of its own and a name', async () => {
  const slug = await createFlag();
  const before = (await featureFlags.listFeatureFlags({ limit: 100 })).data;
  for (const [form, name] of [
    [{}, 'slug'],
    [{ slug: 'no-name' }, 'name'],
    [{ slug: 'no-name', name: ' ' }, 'name'],
    [{ slug: 'Not Allowed', name: 'A' }, 'slug'],
    [{ slug: 'a'.repeat(256), name: 'A' }, 'slug'],
    [{ slug: 'long-name', name: 'a'.repeat(256) }, 'name'],
    [{ slug: 'long-text', name: 'A', description: 'a'.repeat(1001) }, 'description'],
    [{ slug, name: 'Again' }, 'slug'],
  ] as const) {
    const response = await harness.postForm('/flags', form);
    assert.equal(response.status, 422, JSON.stringify(form));
    assert.match(await response.text(), new RegExp(`id="${name}-error"`), JSON.stringify(form));
  }
  assert.deepEqual((await featureFlags.listFeatureFlags({ limit: 100 })).data, before);
});

test('the page turns a flag on, and targets users and organizations', async () => {
  const organization = await organizations.createOrganization({ name: 'Flagged' });
  const user = await createMember(harness);
  const slug = await createFlag();
  const path = `/flags/${slug}`;
  const browser = new Browser(harness);
  await browser.submit(await browser.open('/flags'), `${path}/enabled`, { enabled: '1' });
  for (const target of [user.email, 'Flagged', organization.id]) {
    await browser.submit(await browser.open(path), `${path}/targets`, { target });
  }
  assert.deepEqual((await runtimeClient()).getFlag(slug), {
    slug,
    enabled: true,
    default_value: false,
    targets: {
      users: [{ id: user.id, enabled: true }],
      organizations: [{ id: organization.id, enabled: true }],
    },
  });
  await browser.submit(await browser.open(path), `${path}/targets/${user.id}/remove`);
  await browser.submit(await browser.open(path), `${path}/default-value`, { default_value: '1' });
  const { default_value, targets } = (await runtimeClient()).getFlag(slug) ?? {};
  assert.deepEqual([default_value, targets?.users], [true, []]);
});

test('the page says why it does not add a target', async () => {
  for (let count = 0; count < 2; count++) await organizations.createOrganization({ name: 'Namesake' });
  const slug = await createFlag();
  for (const [target, says] of [
    ['Nobody', /No user or organization/],
    ['', /No user or organization/],
    ['Namesake', /Several organizations/],
  ] as const) {
    const response = await harness.postForm(`/flags/${slug}/targets`, { target });
    assert.equal(response.status, 422, target);
    assert.match(await response.text(), says);
  }
  assert.equal((await harness.postForm('/flags/none/targets', { target: 'Namesake' })).status, 404);
  assert.deepEqual((await runtimeClient()).getFlag(slug)?.targets, { users: [], organizations: [] });
});

test('a flag has an event when it is created, changed, targeted, and deleted', async () => {
  const organization = await organizations.createOrganization({ name: 'Watched' });
  const { id: userId } = await createMember(harness);
  let slug = '';
  const events = await eventsOf(harness, async () => {
    slug = await createFlag();
    for (let time = 0; time < 2; time++) await featureFlags.enableFeatureFlag(slug);
    for (let time = 0; time < 2; time++) {
      await featureFlags.addFlagTarget({ slug, targetId: organization.id });
    }
    await featureFlags.addFlagTarget({ slug, targetId: userId });
    await userManagement.deleteUser(userId);
    await harness.postForm(`/flags/${slug}/default-value`, { default_value: '1' });
    await harness.postForm(`/flags/${slug}/delete`);
  });
  const ofFlag = events.filter(({ event }) => event.startsWith('flag.'));
  assert.deepEqual(names(ofFlag), [
    'flag.created',
    'flag.updated',
    'flag.rule_updated',
    'flag.rule_updated',
    'flag.rule_updated',
    'flag.rule_updated',
    'flag.deleted',
  ]);
  assert.deepEqual(
    ofFlag.map(({ data }) => [data.slug, data.enabled, data.default_value]),
    [
      [slug, false, false],
      [slug, true, false],
      [slug, true, false],
      [slug, true, false],
      [slug, true, false],
      [slug, true, true],
      [slug, true, true],
    ],
  );
  const [, updated, targeted, , lost, everyone] = ofFlag;
  assert.deepEqual(updated?.context.previous_attributes, { data: { enabled: false } });
  const watched = { organizations: [{ id: organization.id, name: 'Watched' }], users: [] };
  assert.equal(targeted?.context.access_type, 'some');
  assert.deepEqual(targeted?.context.configured_targets, watched);
  assert.deepEqual(targeted?.context.previous_attributes, {
    data: {},
    context: { access_type: 'none', configured_targets: { organizations: [], users: [] } },
  });
  assert.deepEqual(lost?.context.configured_targets, watched);
  assert.equal(everyone?.context.access_type, 'all');
  assert.deepEqual(everyone?.context.previous_attributes, {
    data: { default_value: false },
    context: { access_type: 'some' },
  });
});
