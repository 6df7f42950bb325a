import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Browser, codeOf, type Page, startSignIn } from './browser.ts';
import { startHarness } from './harness.ts';
import {
  answerOf,
  askProvider,
  atProvider,
  createSsoOrganization,
  inPortal,
  lastSession,
  postAnswer,
  signInAtProvider,
  throughConnection,
} from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

for (const type of ['OktaSaml', 'OktaOidc'] as const) {
  test(`${type}: accepts a response once, in time, and for its own request`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const first = await atProvider(organization);
    const second = await atProvider(organization, first.browser);
    const person = { email: `ada@${organization.domain}` };
    const [one, two] = [
      answerOf(await askProvider(first.browser, first.page, person)),
      answerOf(await askProvider(second.browser, second.page, person)),
    ];
    const state = type === 'OktaSaml' ? 'RelayState' : 'state';
    const swapped = { ...one, fields: { ...one.fields, [state]: two.fields[state] ?? '' } };
    await expectRefused(await postAnswer(first.browser, first.page, swapped), /could not be verified/);
    await expectRefused(await postAnswer(second.browser, second.page, two), /sign-in has ended/);

    const taken = await postAnswer(first.browser, first.page, one);
    codeOf(taken);
    await expectRefused(await postAnswer(first.browser, first.page, one), /sign-in has ended/);
    const unknown = { ...one, fields: { ...one.fields, [state]: 'made-up' } };
    await expectRefused(await postAnswer(first.browser, first.page, unknown), /sign-in has ended/);

    const slow = await atProvider(organization);
    const late = answerOf(await askProvider(slow.browser, slow.page, person));
    harness.advance(601);
    await expectRefused(await postAnswer(slow.browser, slow.page, late), /sign-in has ended/);
    assert.equal(await lastSession(organization), 'Timedout');
  });

  test(`${type}: rejects a response that is old, or from another connection`, async () => {
    const organization = await createSsoOrganization(harness, { type });
    const other = await createSsoOrganization(harness, { type });
    const person = { email: `ada@${organization.domain}` };

    const slow = await atProvider(organization);
    const old = answerOf(await askProvider(slow.browser, slow.page, person));
    harness.advance(301);
    await expectRefused(await postAnswer(slow.browser, slow.page, old), /could not be verified/);

    const here = await atProvider(organization);
    const there = await atProvider(other);
    const mine = answerOf(await askProvider(here.browser, here.page, person));
    const theirs = answerOf(await askProvider(there.browser, there.page, person));
    const [field = ''] = Object.keys(mine.fields).filter((name) => /^(SAMLResponse|id_token)$/.test(name));
    const mixed = { ...mine, fields: { ...mine.fields, [field]: theirs.fields[field] ?? '' } };
    await expectRefused(await postAnswer(here.browser, here.page, mixed), /could not be verified/);
    assert.equal(await lastSession(organization), 'Failed');
    assert.equal((await userManagement.listUsers({ email: person.email })).data.length, 0);
  });
}

test('rejects an expired certificate until it is renewed', async () => {
  const organization = await createSsoOrganization(harness, { type: 'OktaSaml', validity: 'expired' });
  const person = { email: `ada@${organization.domain}` };
  const { page, browser } = await throughConnection(organization, person);
  assert.equal(page.status, 400);
  assert.match(page.text, /The certificate has expired/);
  assert.match(page.alert, /An admin of Organization .* must renew it/);
  assert.equal(await lastSession(organization), 'Failed');
  assert.equal((await userManagement.listUsers({ email: person.email })).data.length, 0);

  await inPortal(organization.portal, { action: 'renew', validity: 'year' });
  const provider = await browser.click(page, 'Try again');
  codeOf(await signInAtProvider(browser, provider, person));
  assert.equal(await lastSession(organization), 'Successful');
});

test("rejects a response signed with the previous certificate's key", async () => {
  const organization = await createSsoOrganization(harness, { type: 'OktaSaml' });
  const { browser, page } = await atProvider(organization);
  const answer = answerOf(await askProvider(browser, page, { email: `ada@${organization.domain}` }));
  await inPortal(organization.portal, { action: 'renew', validity: 'year' });
  await expectRefused(await postAnswer(browser, page, answer), /could not be verified/);
});

test('the identity provider rejects requests that are not from WorkOS', async () => {
  const organization = await createSsoOrganization(harness);
  const saml = await createSsoOrganization(harness, { type: 'OktaSaml' });
  const browser = new Browser(harness);
  const { page } = await atProvider(organization);
  const good = new URL(page.url);
  const wrong = ['client_id', 'redirect_uri', 'response_type', 'nonce', 'state'].map((name) => {
    const url = new URL(good);
    url.searchParams.set(name, '');
    return url.pathname + url.search;
  });
  const paths = [
    ...wrong,
    '/identity-provider/conn_none/sign-in',
    `/identity-provider/${saml.connectionId}/sign-in`,
    `/identity-provider/${saml.connectionId}/sign-in?RelayState=x&SAMLRequest=bm9uc2Vuc2U%3D`,
  ];
  for (const path of paths) {
    const refused = await browser.open(path);
    assert.equal(refused.status, 400, path);
    assert.match(refused.text, /Unknown sign-in/);
  }
});

test('the identity provider requires an email address', async () => {
  const organization = await createSsoOrganization(harness);
  const { browser, page } = await atProvider(organization);
  for (const email of ['', 'nobody']) {
    const refused = await askProvider(browser, page, { email, first_name: 'Ada' });
    assert.equal(refused.status, 422);
    assert.match(refused.alert, /valid email/);
    assert.match(refused.html, /value="Ada"/);
  }
});

test('a paused connection rejects sign-ins, including those in progress', async () => {
  const organization = await createSsoOrganization(harness);
  const { browser, page } = await atProvider(organization);
  const answer = answerOf(await askProvider(browser, page, { email: `ada@${organization.domain}` }));
  await inPortal(organization.portal, { action: 'pause' });
  await expectRefused(await postAnswer(browser, page, answer), /is not set up/);
  const { page: start, browser: other } = await startSignIn(harness);
  const signIn = await other.submit(start, '/sign-in', { email: `ada@${organization.domain}` });
  assert.match(signIn.alert, /No account/);
});

async function expectRefused(page: Page, text: RegExp): Promise<void> {
  assert.equal(page.status, 400, page.text);
  assert.match(page.text, text);
}
