import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { widgetOperations, widgetUrlCount } from '../scripts/widget-operations.ts';
import { WIDGET_SCOPES } from '../src/store/widget-permissions.ts';
import { signInAs } from './browser.ts';
import { createMember, startHarness, widgetToken } from './harness.ts';
import { createWorld, ELEVATED, OPERATIONS } from './operations.ts';

/** The type of the response predates the permission. */
const UNDOCUMENTED = new Set(['listSsoConnections 403']);

const harness = await startHarness();

test('lists every operation', () => {
  assert.equal(widgetOperations.length, widgetUrlCount);
  assert.ok(widgetOperations.length >= 62);
  assert.deepEqual(Object.keys(OPERATIONS).toSorted(), widgetOperations.map(({ name }) => name).toSorted());
});

for (const { name, method, path, takesBody, documented } of widgetOperations) {
  test(`${name} (${method} ${path}): succeeds, and rejects what it must`, async () => {
    const { needs, query = '', path: fill, slug, notFound = 404, valid, invalid } = OPERATIONS[name] ?? {};
    assert.equal(path.includes('{'), fill !== undefined || slug !== undefined);
    assert.equal(takesBody, invalid !== undefined, 'an invalid body');

    const world = await createWorld(harness);
    const send = async (parameters: string[], body: unknown, headers: Record<string, string>) => {
      const rest = [...parameters];
      const filled = path.replace(/\{\w+\}/g, () => rest.shift() ?? '');
      const response = await harness.request(filled + query, {
        method,
        headers,
        ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }),
      });
      const { status } = response;
      const answer = `${status} ${await response.text()}`;
      assert.ok(documented.includes(status) || UNDOCUMENTED.has(`${name} ${status}`), answer);
      return { status, answer };
    };
    const own = slug ? [slug] : ((await fill?.(world)) ?? []);
    const refused = async (
      expected: number[],
      parameters: string[],
      body: unknown,
      headers = world.headers,
    ) => {
      const { status, answer } = await send(parameters, body, headers);
      assert.ok(expected.includes(status), `${expected}: ${answer}`);
    };

    const { Authorization: bearer = '', 'x-elevated-access-token': elevated = '' } = world.headers;
    await refused([403], own, invalid, {});
    await refused([403], own, invalid, { Authorization: 'Bearer not.a.token' });

    const { id: memberId } = await createMember(harness, world.organizationId);
    const { accessToken } = await signInAs(harness, memberId, world.organizationId);
    const asMember = { Authorization: `Bearer ${accessToken}`, 'x-elevated-access-token': elevated };
    if (needs === ELEVATED) {
      await refused([403], own, invalid, { Authorization: bearer });
      // Someone else's identity check does not count.
      await refused([403], own, invalid, asMember);
    } else if (needs) {
      await refused([403], own, invalid, asMember);
      const scopes = WIDGET_SCOPES.filter((scope) => scope !== needs) as Parameters<typeof widgetToken>[3];
      const token = await widgetToken(harness, world.organizationId, world.admin.id, scopes);
      await refused([403], own, invalid, { Authorization: `Bearer ${token}` });
    }

    if (slug) await refused([404], ['nothing'], {});
    if (fill) await refused([notFound], await fill(await createWorld(harness)), {});
    if (invalid !== undefined) await refused([400, 422], own, invalid);

    const { status, answer } = await send(own, await valid?.(world), world.headers);
    assert.ok(status === 200 || status === 201, answer);
  });

  test(`${name} is tested`, () => {
    const folder = new URL('.', import.meta.url);
    const tested = readdirSync(folder)
      .filter((file) => file.endsWith('.test.ts') && file !== 'operations.test.ts')
      .some((file) => new RegExp(`\\b${name}\\(`).test(readFileSync(new URL(file, folder), 'utf8')));
    assert.ok(tested, `No contract test calls ${name}().`);
  });
}
