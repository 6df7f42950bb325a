import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { WorkOS as WorkOS8 } from 'workos-node-8';
import { WorkOS as WorkOS11 } from 'workos-node-11';
import { API_KEY } from '../src/http/options.ts';
import { answer, type Harness, startHarness } from './harness.ts';
import { dataFolder, startProgram } from './program.ts';
import { type Receiver, startReceiver } from './receiver.ts';

const harness = await startHarness();
const { workos } = harness;

interface Endpoint {
  id: string;
  endpoint_url: string;
  secret: string;
  status: string;
  events: string[];
}

async function endpointFor(
  { url }: Receiver,
  events: readonly string[] = ['organization.created'],
  { post }: Harness = harness,
): Promise<Endpoint> {
  const response = await post('/webhook_endpoints', { endpoint_url: url, events });
  assert.equal(response.status, 201);
  return (await response.json()) as Endpoint;
}

/** The deliveries of an endpoint, as its page shows them, newest first. */
async function deliveriesOf({ id }: Endpoint): Promise<{ status: string; attempts: number; id: string }[]> {
  const page = await (await harness.request(`/webhooks/${id}`, { headers: { Accept: 'text/html' } })).text();
  return page
    .split('<details id="webhook_delivery_')
    .slice(1)
    .map((part) => ({
      id: `webhook_delivery_${part.slice(0, 26)}`,
      status: /<span class="status-\w+">(\w+)<\/span>/.exec(part)?.[1] ?? '',
      attempts: part.split('<ol>')[1]?.split('</ol>')[0]?.match(/<li>/g)?.length ?? 0,
    }));
}

/** Waits until the page says so. */
async function until<Value>(
  read: () => Promise<Value>,
  condition: (value: Value) => boolean,
): Promise<Value> {
  for (;;) {
    const value = await read();
    if (condition(value)) return value;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

test('a delivery is signed, and the SDKs verify it', async () => {
  const receiver = await startReceiver();
  const { secret } = await endpointFor(receiver);
  const { id } = await workos.organizations.createOrganization({ name: 'Signed' });
  await receiver.until((received) => received.length > 0);
  const [{ headers, body } = assert.fail()] = receiver.received;
  const sigHeader = String(headers['workos-signature']);
  const payload = JSON.parse(body);
  const sdks = [workos, new WorkOS7(API_KEY), new WorkOS8(API_KEY), new WorkOS11(API_KEY)];
  for (const { webhooks } of sdks) {
    const event = await webhooks.constructEvent({ payload, sigHeader, secret });
    assert.equal(event.event, 'organization.created');
    assert.equal((event.data as { id: string }).id, id);
    await assert.rejects(webhooks.constructEvent({ payload, sigHeader, secret: `${secret}x` }));
    await assert.rejects(
      webhooks.constructEvent({ payload: { ...payload, event: 'user.created' }, sigHeader, secret }),
    );
  }
  const listed = await harness.get(`/events?organization_id=${id}`);
  assert.deepEqual(((await listed.json()) as { data: unknown[] }).data[0], payload);
});

test('an endpoint receives the events that it asked for, while it is enabled', async () => {
  const receiver = await startReceiver();
  const endpoint = await endpointFor(receiver, ['organization.updated', 'organization.deleted']);
  const { id } = await workos.organizations.createOrganization({ name: 'Filtered' });
  await workos.organizations.updateOrganization({ organization: id, name: 'Renamed' });
  await receiver.until((received) => received.length > 0);
  const patch = (body: object) =>
    harness.request(`/webhook_endpoints/${endpoint.id}`, {
      method: 'PATCH',
      headers: { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
  assert.equal((await patch({ status: 'disabled' })).status, 200);
  await workos.organizations.updateOrganization({ organization: id, name: 'Unheard' });
  assert.equal((await patch({ status: 'enabled', events: ['organization.deleted'] })).status, 200);
  await workos.organizations.updateOrganization({ organization: id, name: 'Not asked for' });
  await workos.organizations.deleteOrganization(id);
  await receiver.until((received) => received.length > 1);
  assert.deepEqual(
    receiver.received.map(({ event }) => event.event),
    ['organization.updated', 'organization.deleted'],
  );
});

test('what is not accepted is sent again, further and further apart, and then given up', async () => {
  const receiver = await startReceiver();
  const endpoint = await endpointFor(receiver);
  receiver.answers.push(...Array(7).fill(503));
  await workos.organizations.createOrganization({ name: 'Unlucky' });
  const state = async () => (await deliveriesOf(endpoint))[0] ?? { status: '', attempts: 0, id: '' };
  for (const [index, wait] of [5, 10, 20, 40, 80, 160].entries()) {
    await until(state, ({ attempts }) => attempts === index + 1);
    assert.equal((await state()).status, 'Pending');
    harness.advance(wait);
  }
  const { status, id } = await until(state, ({ attempts }) => attempts === 7);
  assert.equal(status, 'Failed');
  assert.equal(new Set(receiver.received.map(({ event }) => event.id)).size, 1);

  await harness.postForm(`/webhooks/deliveries/${id}/redeliver`);
  await until(state, (now) => now.status === 'Delivered');
  assert.equal(receiver.received.length, 8);
});

test('a redirect is no acceptance, and an endpoint that is gone is named', async () => {
  const receiver = await startReceiver();
  const endpoint = await endpointFor(receiver);
  receiver.answers.push(302);
  await workos.organizations.createOrganization({ name: 'Moved' });
  await until(
    () => deliveriesOf(endpoint),
    ([first]) => first?.attempts === 1,
  );
  assert.equal((await deliveriesOf(endpoint))[0]?.status, 'Pending');

  const closed = await startReceiver();
  await closed.close();
  const nobody = await endpointFor(closed);
  await workos.organizations.createOrganization({ name: 'Nobody there' });
  await until(
    () => deliveriesOf(nobody),
    ([first]) => first?.attempts === 1,
  );
  const page = await (await harness.request(`/webhooks/${nobody.id}`)).text();
  assert.match(page, /Nothing listens at this address/);
});

test('an endpoint that hangs does not hold up the others', async () => {
  const [slow, quick] = [await startReceiver(), await startReceiver()];
  await endpointFor(slow, ['organization.deleted']);
  await endpointFor(quick, ['organization.deleted']);
  let release = () => {};
  const hanging = new Promise<number>((resolve) => {
    release = () => resolve(200);
  });
  slow.answers.push(() => hanging);
  const { id } = await workos.organizations.createOrganization({ name: 'Short-lived' });
  await workos.organizations.deleteOrganization(id);
  await quick.until((received) => received.length > 0);
  release();
  await slow.until((received) => received.length > 0);
});

test('endpoints are validated as documented', async () => {
  const receiver = await startReceiver();
  const { url: endpoint_url } = receiver;
  const events = ['user.created'];
  const endpoint = await endpointFor(receiver);
  const errorOf = async (body: unknown) => {
    const { status, body: error } = await answer(await harness.post('/webhook_endpoints', body));
    return [status, (error as { code: string }).code];
  };
  assert.deepEqual(await errorOf({ endpoint_url, events }), [409, 'duplicate_endpoint']);
  for (const url of [
    'nowhere',
    'ftp://example.com',
    'http://example.com/hooks',
    'https://me:secret@example.com',
    ` ${endpoint_url}`,
    `${endpoint_url}\n`,
    `${endpoint_url}/a\u0000b`,
  ]) {
    assert.deepEqual(await errorOf({ endpoint_url: url, events }), [422, 'invalid_url'], url);
  }
  for (const body of [
    {},
    { endpoint_url },
    { events },
    { endpoint_url: 7, events },
    { endpoint_url, events: 'x' },
  ]) {
    assert.deepEqual(await errorOf(body), [422, 'invalid_request_parameters']);
  }
  const unknown = await harness.post('/webhook_endpoints', {
    endpoint_url: 'https://x.test/',
    events: ['no.event'],
  });
  const { errors } = (await unknown.json()) as { errors: { code: string }[] };
  assert.equal(errors[0]?.code, 'unknown_event_type');

  for (const id of ['we_missing', endpoint.id]) {
    const gone = await harness.request(`/webhook_endpoints/${id}`, {
      method: 'DELETE',
      headers: { Authorization: `Bearer ${API_KEY}` },
    });
    assert.equal(gone.status, id === endpoint.id ? 204 : 404);
  }
  const list = (await (await harness.get('/webhook_endpoints?limit=100')).json()) as { data: Endpoint[] };
  assert.ok(list.data.length > 0 && !list.data.some(({ id }) => id === endpoint.id));
});

test('the pages add an endpoint, turn it off, and delete it', async () => {
  const receiver = await startReceiver();
  const refused = await harness.postForm('/webhooks', { endpoint_url: 'nowhere', group: 'user' });
  assert.equal(refused.status, 422);
  assert.match(await refused.text(), /Enter a URL/);
  assert.match(
    await (await harness.postForm('/webhooks', { endpoint_url: receiver.url })).text(),
    /at least one/,
  );
  const added = await harness.postForm('/webhooks', { endpoint_url: receiver.url, group: 'user' });
  const path = added.headers.get('Location') ?? '';
  await workos.userManagement.createUser({ email: 'webhooks@example.com' });
  await receiver.until((received) => received.length > 0);
  await harness.postForm(`${path}/status`, { status: 'disabled' });
  assert.match(await (await harness.request(path)).text(), /Turn on/);
  await harness.postForm(`${path}/delete`);
  assert.equal((await harness.request(path)).status, 404);
});

test('deliveries survive kill -9: none is lost, and what was recorded is not sent again', async () => {
  const receiver = await startReceiver();
  const data = dataFolder();
  const events = ['organization.created'];
  const headers = { Authorization: `Bearer ${API_KEY}`, 'Content-Type': 'application/json' };
  const acknowledged: string[] = [];
  let recorded: string[] = [];
  let program = await startProgram(['--data', data]);
  const post = (path: string, body: object) =>
    fetch(program.origin + path, { method: 'POST', headers, body: JSON.stringify(body) });
  await post('/webhook_endpoints', { endpoint_url: receiver.url, events });
  for (let kill = 0; kill < 4; kill++) {
    // Half of the answers are refusals, so that some deliveries wait for another attempt.
    receiver.answers.push(...Array.from({ length: 10 }, (_, index) => (index % 2 ? 503 : 200)));
    const writers = Array.from({ length: 3 }, async () => {
      for (;;) {
        const { id } = (await (await post('/organizations', { name: `Kill ${kill}` })).json()) as {
          id: string;
        };
        acknowledged.push(id);
      }
    }).map((each) => each.catch(() => {}));
    const enough = acknowledged.length + 15;
    while (acknowledged.length < enough) await new Promise((resolve) => setImmediate(resolve));
    await program.stop('SIGKILL');
    await Promise.all(writers);
    receiver.answers.splice(0);
    program = await startProgram(['--data', data]);
    const before = receiver.received.length;
    await fetch(`${program.origin}/_emulate/clock`, { method: 'POST', headers, body: '{"advance": 600}' });
    await receiver.until((received) => {
      const ids = new Set(received.map(({ event }) => event.data.id));
      return acknowledged.every((id) => ids.has(id));
    });
    const again = receiver.received.slice(before).map(({ event }) => event.id);
    assert.deepEqual(
      again.filter((id) => recorded.includes(id)),
      [],
      'a recorded delivery was sent again',
    );
    await until(
      async () => (await fetch(`${program.origin}/webhooks`, { headers: { Accept: 'text/html' } })).ok,
      (ok) => ok,
    );
    // Everything that was answered by now is recorded before the next kill.
    await post('/organizations', { name: 'Settled' });
    await new Promise((resolve) => setTimeout(resolve, 500));
    recorded = receiver.received.map(({ event }) => event.id);
  }
  await program.stop();
});
