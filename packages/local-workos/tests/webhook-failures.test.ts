import assert from 'node:assert/strict';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { WebhookDelivery } from '../src/store/webhook-deliveries.ts';
import { type Harness, startHarness } from './harness.ts';
import { dataFolder } from './program.ts';
import { startReceiver } from './receiver.ts';

const harness = await startHarness();

async function endpointFor(url: string, { post }: Harness = harness): Promise<string> {
  const response = await post('/webhook_endpoints', { endpoint_url: url, events: ['organization.created'] });
  return ((await response.json()) as { id: string }).id;
}

async function createOrganizations(count: number, { workos }: Harness = harness): Promise<void> {
  for (let at = 0; at < count; at++) await workos.organizations.createOrganization({ name: `Number ${at}` });
}

function deliveriesOf(endpointId: string, { server }: Harness = harness): WebhookDelivery[] {
  return server.local.db.all('SELECT * FROM webhook_deliveries WHERE webhook_endpoint_id = :endpointId', {
    endpointId,
  });
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** @returns The URL of a server that answers like this. */
async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test('an endpoint that hangs has places of its own, however many deliveries wait for it', async () => {
  const hanging = await endpointFor(await serverThat(() => {}));
  await createOrganizations(120);
  const quick = await startReceiver();
  await endpointFor(quick.url);
  await createOrganizations(1);
  await quick.until((received) => received.length > 0);
  assert.ok(deliveriesOf(hanging).every(({ status, attempts }) => status === 'pending' && attempts === 0));
});

test('a delivery that waits by a clock that was ahead is due after a restart', async () => {
  const data = dataFolder();
  const receiver = await startReceiver();
  const first = await startHarness({ data });
  const endpoint = await endpointFor(receiver.url, first);
  first.advance(30 * 86_400);
  receiver.answers.push(503);
  await createOrganizations(1, first);
  await until(() => deliveriesOf(endpoint, first)[0]?.attempts === 1);
  await first.server.close();
  const second = await startHarness({ data });
  const { next_attempt_at: next } = deliveriesOf(endpoint, second)[0] ?? assert.fail();
  assert.ok(next === null || next <= second.server.local.db.timestamp(), `it waits until ${next}`);
  await until(() => deliveriesOf(endpoint, second)[0]?.status === 'delivered');
  assert.equal(new Set(receiver.received.map(({ event }) => event.id)).size, 1);
});

test('an answer whose body breaks off counts by its status', async () => {
  const bodies = ['', 'the beginning'];
  let at = 0;
  const endpoint = await endpointFor(
    await serverThat((_, response) => {
      response.writeHead(200, { 'Content-Length': '1000' });
      response.write(bodies[at++] || 'x', () => response.destroy());
    }),
  );
  await createOrganizations(2);
  await until(() => deliveriesOf(endpoint).every(({ attempts }) => attempts > 0));
  assert.deepEqual(
    deliveriesOf(endpoint).map(({ status, attempts }) => [status, attempts]),
    [
      ['delivered', 1],
      ['delivered', 1],
    ],
  );
  assert.match(await (await harness.request(`/webhooks/${endpoint}`)).text(), /the beginning/);
});

test('an answer that cannot be recorded yet is recorded later, and the event is not sent again', async () => {
  const data = dataFolder();
  const other = await startHarness({ data });
  const receiver = await startReceiver();
  const endpoint = await endpointFor(receiver.url, other);
  const lock = new DatabaseSync(join(data, 'workos.db'));
  receiver.answers.push(async () => {
    lock.exec('BEGIN IMMEDIATE');
    return 200;
  });
  await createOrganizations(1, other);
  await receiver.until((received) => received.length > 0);
  // As long as a person may look at the data in another program.
  await new Promise((resolve) => setTimeout(resolve, 800));
  assert.deepEqual(
    deliveriesOf(endpoint, other).map(({ status }) => status),
    ['pending'],
  );
  lock.exec('ROLLBACK');
  lock.close();
  await until(() => deliveriesOf(endpoint, other)[0]?.status === 'delivered');
  assert.equal(receiver.received.length, 1);
});
