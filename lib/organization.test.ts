import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Session } from './session.ts';
import { type Answers, answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const {
  acceptInvitation,
  createOrganization,
  isMember,
  NoLongerMember,
  organizationName,
  organizationsOf,
  pendingInvitations,
} = await import('./organization.ts');

const ADA = person('user_ada');
const BOB = person('user_bob');

/** As the API returns them. */
interface Stored {
  id: string;
  name: string;
  external_id: string;
  metadata: Record<string, string>;
  created_at: string;
}

let organizations: Stored[] = [];
let memberships: { user_id: string; organization_id: string }[] = [];
let answers: Answers = {};

beforeEach(() => {
  organizations = [];
  memberships = [];
  answerStatefully();
});

test('creates an organization and makes its creator an admin', async () => {
  const id = await createOrganization(ADA, 'Acme');
  assert.deepEqual(memberships, [{ user_id: 'user_ada', organization_id: id, role_slug: 'admin' }]);
});

test('creates one organization per person and name, however often it is called', async () => {
  const ids = [];
  for (const name of ['Acme', 'Acme', ' acme ', 'ACME'].map((text) => text.trim())) {
    ids.push(await createOrganization(ADA, name));
  }
  assert.equal(new Set(ids).size, 1);
  assert.equal(memberships.length, 1);
});

test('treats names that differ only in spacing or compatible characters as one', async () => {
  const ids = [];
  for (const name of ['Acme Inc', 'Acme   Inc', 'Ａｃｍｅ Inc'])
    ids.push(await createOrganization(ADA, name));
  assert.equal(new Set(ids).size, 1);
  assert.notEqual(await createOrganization(ADA, 'AcmeInc'), ids[0]);
});

test('binds an organization to its creator in the external ID', async () => {
  await createOrganization(ADA, 'Acme');
  await createOrganization(ADA, 'Other');
  await createOrganization(BOB, 'Acme');
  const ids = organizations.map(({ external_id }) => external_id);
  assert.equal(new Set(ids).size, 3);
  for (const [index, creator] of ['user_ada', 'user_ada', 'user_bob'].entries()) {
    assert.match(ids[index] ?? '', new RegExp(`^${creator}-[0-9a-f]{24}$`));
  }
});

test('creates separate organizations for two people who choose the same name', async () => {
  const ada = await createOrganization(ADA, 'Acme');
  const bob = await createOrganization(BOB, 'Acme');
  assert.notEqual(ada, bob);
  assert.deepEqual(
    memberships.map(({ user_id, organization_id }) => [user_id, organization_id]),
    [
      ['user_ada', ada],
      ['user_bob', bob],
    ],
  );
});

test('resumes when creating the membership failed', async () => {
  answerStatefully({ 'POST /user_management/organization_memberships': () => [500, { message: 'No.' }] });
  await assert.rejects(createOrganization(ADA, 'Acme'));
  answerStatefully();
  const id = await createOrganization(ADA, 'Acme');
  assert.deepEqual(
    organizations.map((each) => each.id),
    [id],
  );
});

test('finishes a creation within a day', async () => {
  for (const [hours, result] of [
    [23, 'org_1'],
    [25, NoLongerMember],
  ] as const) {
    organizations = [];
    memberships = [];
    answerStatefully({ 'POST /user_management/organization_memberships': () => [500, { message: 'No.' }] });
    await assert.rejects(createOrganization(ADA, 'Acme'), { status: 500 });
    for (const each of organizations) {
      each.created_at = new Date(Date.now() - hours * 3_600_000).toISOString();
    }
    answerStatefully();
    const creation = createOrganization(ADA, 'Acme');
    if (result === NoLongerMember) await assert.rejects(creation, NoLongerMember);
    else assert.equal(await creation, result);
  }
});

test('marks an organization as unfinished until its creator is the admin', async () => {
  answerStatefully({ 'POST /user_management/organization_memberships': () => [500, { message: 'No.' }] });
  await assert.rejects(createOrganization(ADA, 'Acme'));
  assert.deepEqual(organizations[0]?.metadata, { setup: 'unfinished' });
  answerStatefully();
  await createOrganization(ADA, 'Acme');
  assert.deepEqual(organizations[0]?.metadata, { setup: 'finished' });
});

test('makes nobody an admin of an organization that this app did not create', async () => {
  await createOrganization(ADA, 'Acme');
  memberships = [];
  for (const each of organizations) each.metadata = {};
  await assert.rejects(createOrganization(ADA, 'Acme'), NoLongerMember);
  assert.deepEqual(memberships, []);
});

test('uses an organization that a concurrent call created', async () => {
  answerStatefully({
    'POST /organizations': ({ body }) => {
      store(body);
      return [409, { message: 'Taken.' }];
    },
  });
  assert.equal(await createOrganization(ADA, 'Acme'), 'org_1');
  assert.equal(organizations.length, 1);
  assert.equal(memberships.length, 1);
});

test('creates no organization when WorkOS cannot say whether there is one', async () => {
  await createOrganization(ADA, 'Acme');
  const path = `GET /organizations/external_id/${organizations[0]?.external_id}`;
  answerStatefully({ [path]: () => [500, { message: 'No.' }] });
  await assert.rejects(createOrganization(ADA, 'Acme'), { status: 500 });
  assert.ok(workos.sent().every(({ method }) => method === 'GET'));
});

test('says why an organization could not be created', async () => {
  answerStatefully({ 'POST /organizations': () => [422, { message: 'No.' }] });
  await assert.rejects(createOrganization(ADA, 'Acme'), { status: 422 });
});

test('uses a membership that a concurrent call created', async () => {
  answerStatefully({
    'POST /user_management/organization_memberships': ({ body }) => {
      memberships.push(body as (typeof memberships)[number]);
      return [409, { message: 'Taken.' }];
    },
  });
  assert.equal(await createOrganization(ADA, 'Acme'), organizations[0]?.id);
  assert.deepEqual(organizations[0]?.metadata, { setup: 'finished' });
});

test('does not let a creator who was removed back in', async () => {
  await createOrganization(ADA, 'Acme');
  memberships = [];
  await assert.rejects(createOrganization(ADA, 'Acme'), NoLongerMember);
  assert.deepEqual(memberships, []);
});

test('finds invitations for verified addresses only', async () => {
  answerWithInvitation('pending');
  assert.deepEqual(
    (await pendingInvitations(ADA)).map(({ id }) => id),
    ['invitation_1'],
  );
  const unverified = { ...ADA, user: { ...ADA.user, emailVerified: false } };
  assert.deepEqual(await pendingInvitations(unverified), []);
});

test('accepts the person’s own invitation, and nobody else’s', async () => {
  answerWithInvitation('pending');
  assert.equal(await acceptInvitation(ADA, 'invitation_1'), 'org_1');
  assert.ok(workos.sent().some(({ path }) => path === '/user_management/invitations/invitation_1/accept'));
  answerWithInvitation('pending');
  assert.equal(await acceptInvitation(ADA, 'invitation_2'), undefined);
  assert.ok(!workos.sent().some(({ path }) => path.endsWith('/accept')));
});

test('resumes an invitation that this person accepted before, not one that someone else accepted', async () => {
  answerWithInvitation('accepted', 'user_ada');
  assert.equal(await acceptInvitation(ADA, 'invitation_1'), 'org_1');
  answerWithInvitation('accepted', 'user_bob');
  assert.equal(await acceptInvitation(ADA, 'invitation_1'), undefined);
});

for (const [what, change] of [
  ['has been accepted', { state: 'accepted' }],
  ['has been revoked', { state: 'revoked' }],
  ['leads to no organization', { organization_id: null }],
] as const) {
  test(`does not offer an invitation that ${what}`, async () => {
    answerWithInvitation('pending', null, change);
    assert.deepEqual(await pendingInvitations(ADA), []);
  });
}

test('lists invitations for the person’s address with organization names', async () => {
  answerWithInvitation('pending');
  assert.deepEqual(await pendingInvitations(ADA), [
    { id: 'invitation_1', organizationId: 'org_1', organizationName: 'Acme' },
  ]);
  assert.deepEqual(Object.fromEntries(workos.sent()[0]?.query ?? []), {
    email: 'user_ada@example.com',
    limit: '100',
    order: 'desc',
  });
});

test('offers an invitation to an organization whose name is unknown', async () => {
  answerWithInvitation('pending', null, { organization_id: 'org_unknown' });
  const [invitation] = await pendingInvitations(ADA);
  assert.equal(invitation?.organizationName, 'an organization');
});

for (const [what, state, acceptedUserId, change] of [
  ['is pending for another address', 'pending', null, { email: 'user_bob@example.com' }],
  ['was revoked after the person had accepted it', 'revoked', 'user_ada', {}],
  ['led to no organization', 'accepted', 'user_ada', { organization_id: null }],
] as const) {
  test(`does not accept an invitation that ${what}`, async () => {
    answerWithInvitation(state, acceptedUserId, change, []);
    assert.equal(await acceptInvitation(ADA, 'invitation_1'), undefined);
    assert.ok(!workos.sent().some(({ path }) => path.endsWith('/accept')));
  });
}

test('says when WorkOS cannot look up an invitation', async () => {
  workos.answer({
    'GET /user_management/invitations': () => [200, list([])],
    'GET /user_management/invitations/invitation_1': () => [500, { message: 'No.' }],
  });
  await assert.rejects(acceptInvitation(ADA, 'invitation_1'), { status: 500 });
});

test('lists the organizations that the person is an active member of', async () => {
  const membership = { id: 'om_1', organization_id: 'org_1', organization_name: 'Acme', role: {} };
  workos.answer({ 'GET /user_management/organization_memberships': () => [200, list([membership])] });
  assert.deepEqual(await organizationsOf(ADA), [{ id: 'org_1', name: 'Acme' }]);
  const { user_id, statuses, limit } = Object.fromEntries(workos.sent()[0]?.query ?? []);
  assert.deepEqual([user_id, statuses, limit], ['user_ada', 'active', '100']);
});

test('counts active memberships of the person in the organization alone', async () => {
  workos.answer({ 'GET /user_management/organization_memberships': () => [200, list([])] });
  await isMember({ ...ADA, organizationId: 'org_1' });
  const { user_id, organization_id, statuses } = Object.fromEntries(workos.sent()[0]?.query ?? []);
  assert.deepEqual([user_id, organization_id, statuses], ['user_ada', 'org_1', 'active']);
});

test('assumes a membership when WorkOS does not answer', async () => {
  const inAcme = { ...ADA, organizationId: 'org_1' };
  workos.answer({ 'GET /user_management/organization_memberships': () => [500, {}] });
  assert.equal(await isMember(inAcme), true);
  workos.answer({ 'GET /user_management/organization_memberships': () => [200, list([])] });
  assert.equal(await isMember(inAcme), false);
  const asked = workos.sent().length;
  assert.equal(await isMember(ADA), false);
  assert.equal(workos.sent().length, asked);
});

test('returns no name for an organization that cannot be read', async () => {
  assert.equal(await organizationName('org_unknown'), undefined);
  workos.answer({});
  assert.equal(await organizationName(undefined), undefined);
  assert.deepEqual(workos.sent(), []);
});

function person(id: string): Session {
  return {
    id: `session_${id}`,
    user: { id, email: `${id}@example.com`, emailVerified: true, name: id, pictureUrl: null },
    organizationId: undefined,
    role: undefined,
    permissions: [],
    impersonator: undefined,
  };
}

/** Answers from what is stored, and stores what is created. */
function answerStatefully(overrides: Answers = {}): void {
  answers = {
    'POST /organizations': ({ body }) => [201, store(body)],
    'POST /user_management/organization_memberships': ({ body }) => {
      memberships.push(body as (typeof memberships)[number]);
      return [201, { ...body, id: 'om_1', role: {} }];
    },
    'GET /user_management/organization_memberships': ({ query }) => {
      const found = memberships.filter(
        (each) =>
          each.user_id === query.get('user_id') && each.organization_id === query.get('organization_id'),
      );
      return [200, list(found.map((each) => ({ ...each, id: 'om_1', status: 'active', role: {} })))];
    },
  };
  for (const organization of organizations) Object.assign(answers, answersOf(organization));
  workos.answer(Object.assign(answers, overrides));
}

function store(body: Record<string, unknown>): Stored {
  const id = `org_${organizations.length + 1}`;
  const stored = { ...body, id, domains: [], created_at: new Date().toISOString() } as unknown as Stored;
  organizations.push(stored);
  Object.assign(answers, answersOf(stored));
  return stored;
}

function answersOf(organization: Stored): Answers {
  return {
    [`GET /organizations/external_id/${organization.external_id}`]: () => [200, organization],
    [`PUT /organizations/${organization.id}`]: ({ body }) => {
      Object.assign(organization.metadata, body.metadata);
      return [200, organization];
    },
  };
}

function answerWithInvitation(
  state: string,
  acceptedUserId: string | null = null,
  change: Record<string, unknown> = {},
  listed?: unknown[],
): void {
  const invitation = {
    id: 'invitation_1',
    email: 'user_ada@example.com',
    state,
    organization_id: 'org_1',
    accepted_user_id: acceptedUserId,
    ...change,
  };
  workos.answer({
    'GET /user_management/invitations': () => [200, list(listed ?? [invitation])],
    'GET /user_management/invitations/invitation_1': () => [200, invitation],
    'POST /user_management/invitations/invitation_1/accept': () => [200, invitation],
    'GET /organizations/org_1': () => [200, { id: 'org_1', name: 'Acme', domains: [], metadata: {} }],
  });
}

function list(data: unknown[]) {
  return { object: 'list', data, list_metadata: { before: null, after: null } };
}
