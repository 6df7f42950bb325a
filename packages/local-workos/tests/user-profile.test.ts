import assert from 'node:assert/strict';
import { test } from 'node:test';
import { me, updateMe } from '@workos-inc/widgets/experimental/api/fetch';
import { signInAs } from './browser.ts';
import {
  ACME,
  authorized,
  createMember,
  createOrganization,
  MARCELINA,
  startHarness,
  widgetToken,
} from './harness.ts';
import { createCaller, messageOf } from './security.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

test('shows the person, with a user-only token, a widget token, or an access token', async () => {
  const organization = await createOrganization(harness);
  const user = await createCaller(harness);
  await userManagement.createOrganizationMembership({ userId: user.id, organizationId: organization.id });
  const { accessToken } = await signInAs(harness, user.id, organization.id);
  for (const token of [user.token, await widgetToken(harness, organization.id, user.id, []), accessToken]) {
    const { status, data } = await me(authorized(harness, token));
    assert.equal(status, 200);
    assert.deepEqual(data, {
      id: user.id,
      email: user.email,
      firstName: null,
      lastName: null,
      locale: null,
      profilePictureUrl: null,
      oauthProfiles: null,
    });
  }
});

test('shows the linked OAuth profiles, which the public API lists as identities', async () => {
  const { data } = await me(authorized(harness, await widgetToken(harness, ACME, MARCELINA, [])));
  assert.ok('oauthProfiles' in data && data.oauthProfiles);
  assert.deepEqual(Object.keys(data.oauthProfiles).toSorted(), [
    'AppleOAuth',
    'GithubOAuth',
    'GoogleOAuth',
    'MicrosoftOAuth',
  ]);
  assert.equal(data.oauthProfiles.GoogleOAuth?.email, 'marcelina.davis@example.com');
  assert.equal(data.oauthProfiles.GithubOAuth?.email, null);
  assert.equal(data.profilePictureUrl, `${harness.origin}/pictures/${MARCELINA}.svg`);

  const identities = await userManagement.getUserIdentities(MARCELINA);
  assert.deepEqual(
    identities.map(({ idpId, type, provider }) => [idpId, type, provider]).toSorted(),
    Object.entries(data.oauthProfiles)
      // The SDK spells this name differently from the API.
      .map(([provider, { id }]) => [id, 'OAuth', provider.replace('Github', 'GitHub')])
      .toSorted(),
  );
  assert.deepEqual(await userManagement.getUserIdentities((await createMember(harness)).id), []);
  await assert.rejects(userManagement.getUserIdentities('user_none'), { status: 404 });
});

test('changes the name and the locale, and leaves other fields alone', async () => {
  const { id, plain } = await createCaller(harness);
  const update = async (body: Parameters<typeof updateMe>[0]) => {
    const { status, data } = await updateMe(body, plain);
    assert.equal(status, 200);
    assert.ok('id' in data);
    return [data.firstName, data.lastName, data.locale];
  };
  assert.deepEqual(await update({ firstName: ' Aino ', lastName: 'Virta', locale: 'fi' }), [
    'Aino',
    'Virta',
    'fi',
  ]);
  assert.deepEqual(await update({ lastName: 'Åström–O’Neil' }), ['Aino', 'Åström–O’Neil', 'fi']);
  assert.deepEqual(await update({ locale: 'pt-BR' }), ['Aino', 'Åström–O’Neil', 'pt-BR']);
  assert.deepEqual(await update({}), ['Aino', 'Åström–O’Neil', 'pt-BR']);

  const user = await userManagement.getUser(id);
  assert.deepEqual([user.firstName, user.lastName, user.locale], ['Aino', 'Åström–O’Neil', 'pt-BR']);
  assert.deepEqual(await update({ firstName: '', lastName: ' ' }), [null, null, 'pt-BR'], 'empty: no name');
});

test('rejects an invalid name or locale with a message, and changes nothing', async () => {
  const { id, plain } = await createCaller(harness);
  await updateMe({ firstName: 'Aino', lastName: 'Virta', locale: 'fi' }, plain);
  const before = await userManagement.getUser(id);
  const cases: [body: unknown, message: RegExp][] = [
    [{ firstName: 'x'.repeat(256) }, /^First name must be at most 255 characters long\.$/],
    [{ firstName: 'Noa', lastName: 'x'.repeat(256) }, /^Last name must be at most 255/],
    [{ firstName: 7 }, /^First name must be text\.$/],
    [{ firstName: null }, /^First name must be text\.$/],
    [{ locale: 'xx' }, /^This locale is not supported\.$/],
    [{ locale: '' }, /^This locale is not supported\.$/],
    [{ locale: 'EN-us' }, /^This locale is not supported\.$/],
    [[], /object/],
  ];
  for (const [body, message] of cases) {
    const answer = await updateMe(body as object, plain);
    assert.equal(answer.status, 400, JSON.stringify(body));
    assert.match(messageOf(answer), message);
  }
  assert.deepEqual(await userManagement.getUser(id), before);
});

test('answers 403 without a valid token of a person', async () => {
  const { token: expired } = await createCaller(harness);
  const ofOrganization = await widgetToken(harness, ACME, undefined, []);
  harness.advance(3601);
  for (const token of [undefined, 'made-up', expired, ofOrganization]) {
    const options = authorized(harness, token);
    for (const answer of [await me(options), await updateMe({ firstName: 'A' }, options)]) {
      assert.equal(answer.status, 403);
      assert.ok(messageOf(answer));
    }
  }
});
