import assert from 'node:assert/strict';
import { after, beforeEach, test } from 'node:test';
import type { Session } from './session.ts';
import { answerAsWorkOS } from './test-workos.ts';

const workos = await answerAsWorkOS();
after(() => workos.close());
const {
  acceptInvitation,
  createOrganization,
  isMember,
  NoLongerMember,
  organizationName,
  pendingInvitations,
} = await import('./organization.ts');

const ADA = person('user_ada');
const BOB = person('user_bob');

/** As the API returns them. */
let organizations: { id: string; name: string; external_id: string; metadata: Record<string, string> }[] = [];
let memberships: { user_id: string; organization_id: string }[] = [];

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

test('assumes a membership when WorkOS does not answer', async () => {
  const inAcme = { ...ADA, organizationId: 'org_1' };
  workos.answer({ 'GET /user_management/organization_memberships': () => [500, {}] });
  assert.equal(await isMember(inAcme), true);
  workos.answer({ 'GET /user_management/organization_memberships': () => [200, list([])] });
  assert.equal(await isMember(inAcme), false);
  assert.equal(await isMember(ADA), false);
});

test('returns no name for an organization that cannot be read', async () => {
  assert.equal(await organizationName('org_unknown'), undefined);
  assert.equal(await organizationName(undefined), undefined);
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

function answerStatefully(overrides: Parameters<typeof workos.answer>[0] = {}): void {
  const found = () =>
    Object.fromEntries(
      organizations.map((organization) => [
        `GET /organizations/external_id/${organization.external_id}`,
        () => [200, organization] as [number, unknown],
      ]),
    );
  const stored = () => ({
    ...found(),
    ...Object.fromEntries(
      organizations.map((organization) => [
        `PUT /organizations/${organization.id}`,
        ({ body }: { body: Record<string, unknown> }): [number, unknown] => {
          Object.assign(organization.metadata, body.metadata);
          return [200, organization];
        },
      ]),
    ),
  });
  const update = () =>
    workos.answer({
      ...stored(),
      'POST /organizations': ({ body }) => {
        const now = new Date().toISOString();
        const created = { ...body, id: `org_${organizations.length + 1}`, domains: [], created_at: now };
        organizations.push(created as unknown as (typeof organizations)[number]);
        update();
        return [201, created];
      },
      'GET /user_management/organization_memberships': () => [200, list([])],
      'POST /user_management/organization_memberships': ({ body }) => {
        memberships.push(body as (typeof memberships)[number]);
        update();
        return [201, { ...body, id: 'om_1', role: {} }];
      },
      ...membershipAnswer(),
      ...overrides,
    });
  update();
}

/** The list of memberships depends on its query, which the answers here ignore. */
function membershipAnswer(): Parameters<typeof workos.answer>[0] {
  return {
    'GET /user_management/organization_memberships': ({ query }) => [
      200,
      list(
        memberships
          .filter(
            (each) =>
              each.user_id === query.get('user_id') && each.organization_id === query.get('organization_id'),
          )
          .map((each) => ({ ...each, id: 'om_1', status: 'active', role: {} })),
      ),
    ],
  };
}

function answerWithInvitation(state: string, acceptedUserId: string | null = null): void {
  const invitation = {
    id: 'invitation_1',
    email: 'user_ada@example.com',
    state,
    organization_id: 'org_1',
    accepted_user_id: acceptedUserId,
  };
  workos.answer({
    'GET /user_management/invitations': () => [200, list([invitation])],
    'GET /user_management/invitations/invitation_1': () => [200, invitation],
    'POST /user_management/invitations/invitation_1/accept': () => [200, invitation],
    'GET /organizations/org_1': () => [200, { id: 'org_1', name: 'Acme', domains: [], metadata: {} }],
  });
}

function list(data: unknown[]) {
  return { object: 'list', data, list_metadata: { before: null, after: null } };
}
