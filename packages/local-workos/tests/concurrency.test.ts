import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { test } from 'node:test';
import { API_KEY } from '../src/http/options.ts';
import { createMember, createOrganization, sendRaw, startHarness, widgetToken } from './harness.ts';

const CLIENTS = 50;
const REQUESTS_EACH = 6;
const PEOPLE = 10;

const harness = await startHarness();

/** What somebody is to the organization: nothing, a member, invited, or invited no more; with the role. */
type Person = 'absent' | `${'active' | 'invited' | 'revoked'} ${Role}`;
type Role = 'member' | 'admin';

/** What a request does to a state; undefined when it is refused. */
type Action<State> = (state: State) => State | undefined;

/** A request as a client saw it. */
interface Answered<State> {
  what: string;
  sent: number;
  answered: number;
  isDone: boolean;
  action: Action<State>;
}

const is = (person: Person, ...statuses: string[]) => statuses.includes(person.split(' ')[0] ?? '');

const invite =
  (role: Role): Action<Person> =>
  (person) =>
    is(person, 'absent', 'revoked') ? `invited ${role}` : undefined;

const changeRole =
  (role: Role): Action<Person> =>
  (person) =>
    is(person, 'active', 'invited') ? (`${person.split(' ')[0]} ${role}` as Person) : undefined;

const remove: Action<Person> = (person) => (is(person, 'active', 'revoked') ? 'absent' : undefined);

const revoke: Action<Person> = (person) =>
  is(person, 'invited') ? (person.replace('invited', 'revoked') as Person) : undefined;

/**
 * Whether some order of the requests leads from the first state to the last one with these very answers. A request
 * that was answered before another was sent comes before it.
 */
function isExplained<State>(first: State, last: State, requests: readonly Answered<State>[]): boolean {
  const seen = new Set<string>();
  const search = (state: State, left: readonly Answered<State>[]): boolean => {
    if (left.length === 0) return state === last;
    const key = `${state}|${left.map((each) => requests.indexOf(each)).join()}`;
    if (seen.has(key)) return false;
    seen.add(key);
    const firstAnswer = Math.min(...left.map(({ answered }) => answered));
    return left.some((next) => {
      if (next.sent > firstAnswer) return false;
      const after = next.action(state);
      if ((after !== undefined) !== next.isDone) return false;
      return search(
        after ?? state,
        left.filter((each) => each !== next),
      );
    });
  };
  return search(first, requests);
}

test('the check itself finds what no order explains', () => {
  const answered = (action: Action<Person>, isDone: boolean, sent: number, answered: number) => ({
    what: '',
    action,
    isDone,
    sent,
    answered,
  });
  const both = [answered(invite('member'), true, 1, 4), answered(changeRole('admin'), true, 2, 3)];
  assert.ok(isExplained('absent', 'invited admin', both));
  assert.ok(!isExplained('absent', 'invited member', both), 'a change that is lost');
  const twice = [answered(invite('member'), true, 1, 3), answered(invite('member'), true, 2, 4)];
  assert.ok(!isExplained('absent', 'invited member', twice), 'somebody who is invited twice');
  const late = [answered(changeRole('admin'), true, 1, 2), answered(invite('member'), true, 3, 4)];
  assert.ok(!isExplained('absent', 'invited member', late), 'an order against the time');
});

test('some order of the answers explains what fifty clients leave of one organization', async () => {
  const organization = await createOrganization(harness);
  const token = await widgetToken(harness, organization.id, organization.adminId);
  const people = await Promise.all(
    Array.from({ length: PEOPLE }, (_, index) =>
      createMember(harness, index % 2 ? organization.id : undefined),
    ),
  );
  const histories = people.map((): Answered<Person>[] => []);
  const names: Answered<string>[] = [];
  let time = 0;

  async function send<State>(
    history: Answered<State>[],
    action: Action<State>,
    [method, path, body]: [method: string, path: string, body?: object],
    key = token,
  ): Promise<void> {
    const sent = time++;
    const response = await sendRaw(harness, path, {
      method,
      headers: { Authorization: `Bearer ${key}` },
      ...(body && { body: JSON.stringify(body) }),
    });
    const what = `${method} ${path}: ${response.status} ${await response.text()}`;
    assert.ok(response.status < 500, what);
    history.push({ what, sent, answered: time++, isDone: response.ok, action });
  }

  const random = (count: number) => Math.floor(Math.random() * count);
  const act = async (client: number) => {
    if (random(8) === 0) {
      const name = `Name ${client} ${time}`;
      return send(names, () => name, ['PUT', `/organizations/${organization.id}`, { name }], API_KEY);
    }
    const index = random(PEOPLE);
    const [person, history] = [people[index], histories[index]];
    if (!person || !history) return;
    const role: Role = random(2) ? 'admin' : 'member';
    const path = '/_widgets/UserManagement';
    const { id, email } = person;
    const choices: [action: Action<Person>, request: [string, string, object?]][] = [
      [invite(role), ['POST', `${path}/invite-user`, { email, roles: [role] }]],
      [changeRole(role), ['POST', `${path}/members/${id}`, { roles: [role] }]],
      [remove, ['DELETE', `${path}/members/${id}`]],
      [revoke, ['DELETE', `${path}/invites/${id}`]],
    ];
    const choice = choices[random(choices.length)];
    if (choice) await send(history, ...choice);
  };
  await Promise.all(
    Array.from({ length: CLIENTS }, async (_, client) => {
      for (let request = 0; request < REQUESTS_EACH; request++) await act(client);
    }),
  );

  const { name } = await harness.workos.organizations.getOrganization(organization.id);
  const nameBefore = names.length ? '' : name;
  assert.ok(isExplained(nameBefore, name, names), JSON.stringify(names, null, 1));

  const response = await harness.request(`/_widgets/UserManagement/members?limit=100`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  const { data } = (await response.json()) as {
    data: { id: string; status: string; roles: { slug: string }[] }[];
  };
  const STATUSES: Record<string, string> = {
    Active: 'active',
    Invited: 'invited',
    InviteRevoked: 'revoked',
  };
  for (const [index, { id }] of people.entries()) {
    const found = data.find((each) => each.id === id);
    const last = found ? `${STATUSES[found.status]} ${found.roles[0]?.slug}` : 'absent';
    const history = histories[index] ?? [];
    assert.ok(
      isExplained<Person>(index % 2 ? 'active member' : 'absent', last as Person, history),
      `No order explains ${last}: ${JSON.stringify(history, null, 1)}`,
    );
  }
});

/** Sends the body only after `meanwhile`: what the path names may be gone by then. */
async function sendSlowly(
  method: string,
  path: string,
  body: object,
  key: string,
  meanwhile: () => Promise<unknown>,
): Promise<number | undefined> {
  const text = JSON.stringify(body);
  const headers = { Authorization: `Bearer ${key}`, 'Content-Length': Buffer.byteLength(text) };
  const outgoing = request(harness.origin + path, { method, headers });
  const answer = once(outgoing, 'response') as Promise<[IncomingMessage]>;
  outgoing.flushHeaders();
  await harness.request('/health');
  await meanwhile();
  outgoing.end(text);
  const [response] = await answer;
  response.resume();
  return response.statusCode;
}

test('what is deleted while the body of a request arrives is not found', async () => {
  const { workos } = harness;
  const { id, adminId } = await createOrganization(harness);
  const token = await widgetToken(harness, id, adminId);
  const { userManagement } = workos;
  const member = await createMember(harness, id);
  const roleOf = (userId: string) => `/_widgets/UserManagement/members/${userId}`;
  const deleteMember = () => userManagement.deleteUser(member.id);
  assert.equal(await sendSlowly('POST', roleOf(member.id), { roles: ['admin'] }, token, deleteMember), 404);

  const { data } = await userManagement.listOrganizationMemberships({ organizationId: id });
  const membership = data[0]?.id ?? '';
  const path = `/user_management/organization_memberships/${membership}`;
  const remove = () => userManagement.deleteOrganizationMembership(membership);
  assert.equal(await sendSlowly('PUT', path, { role_slug: 'member' }, API_KEY, remove), 404);

  const user = `/user_management/users/${adminId}`;
  const deleteUser = () => userManagement.deleteUser(adminId);
  assert.equal(await sendSlowly('PUT', user, { first_name: 'Late' }, API_KEY, deleteUser), 404);

  const deleteOrganization = () => workos.organizations.deleteOrganization(id);
  const organization = `/organizations/${id}`;
  assert.equal(await sendSlowly('PUT', organization, { name: 'Late' }, API_KEY, deleteOrganization), 404);
});
