import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startHarness } from './harness.ts';
import {
  answerOf,
  askProvider,
  atProvider,
  createSsoOrganization,
  postAnswer,
  type SsoOrganization,
} from './sso.ts';

const harness = await startHarness();
const { userManagement } = harness.workos;

const saml = await createSsoOrganization(harness, { type: 'OktaSaml' });
const oidc = await createSsoOrganization(harness, { type: 'OktaOidc' });

/** An assertion that the provider signed, and a forged copy for Eve without a signature. */
interface Parts {
  xml: string;
  signed: string;
  forged: string;
  signature: string;
}

function partsOf(xml: string): Parts {
  const [signed = ''] = /<saml:Assertion[\s\S]*<\/saml:Assertion>/.exec(xml) ?? [];
  const [signature = ''] = /<(ds:)?Signature[\s\S]*<\/(ds:)?Signature>/.exec(signed) ?? [];
  assert.ok(signed && signature);
  const forged = signed
    .replace(signature, '')
    .replaceAll('ada@', 'eve@')
    .replace(/ID="[^"]*"/, 'ID="_forged"');
  return { xml, signed, forged, signature };
}

const inside = (element: string, what: string) =>
  element.replace('</saml:Assertion>', `${what}</saml:Assertion>`);
const unsigned = ({ signed, signature }: Parts) => signed.replace(signature, '');
const withObject = (signature: string, what: string) =>
  signature.replace(/<\/((?:ds:)?)Signature>$/, `<$1Object>${what}</$1Object></$1Signature>`);

const SAML_FORGERIES: Record<string, (parts: Parts) => string> = {
  'nothing at all': () => '',
  'broken XML': () => '<not xml',
  'an email address changed under the signature': ({ xml }) => xml.replaceAll('ada@', 'eve@'),
  'a lifetime changed under the signature': ({ xml }) => xml.replaceAll('NotOnOrAfter="2', 'NotOnOrAfter="3'),
  'an audience changed under the signature': ({ xml }) => xml.replace(/(<saml:Audience>)[^<]*/, '$1x'),
  'a recipient changed under the signature': ({ xml }) => xml.replace(/Recipient="[^"]*"/, 'Recipient="x"'),
  'no signature': ({ xml, signature }) => xml.replace(signature, ''),
  'an empty signature': ({ xml, signature }) => xml.replace(signature, '<Signature/>'),
  'a signature without its value': ({ xml }) => xml.replace(/(<(?:ds:)?SignatureValue>)[^<]*/, '$1'),
  'a signature of nothing': ({ xml }) => xml.replace(/<(ds:)?Reference[\s\S]*<\/(ds:)?Reference>/, ''),
  'a signature with a secret instead of a key': ({ xml }) =>
    xml.replace('2001/04/xmldsig-more#rsa-sha256', '2000/09/xmldsig#hmac-sha1'),
  'a digest of another kind': ({ xml }) => xml.replace('2001/04/xmlenc#sha256', '2000/09/xmldsig#sha1'),
  'a transform that drops everything': ({ xml }) =>
    xml.replace('2000/09/xmldsig#enveloped-signature', 'TR/1999/REC-xslt-19991116'),
  'wrapping 1: the signed response inside the forged one': ({ xml, signed, forged }) =>
    xml.replace(signed, `${forged}<samlp:Extensions>${xml.replace(/^<\?xml[^>]*>/, '')}</samlp:Extensions>`),
  'wrapping 2: the signed response after the forged assertion': ({ xml, signed, forged }) =>
    xml.replace(signed, forged) + xml,
  'wrapping 3: the forged assertion before the signed one': ({ xml, signed, forged }) =>
    xml.replace(signed, forged + signed),
  'wrapping 3, the other way round': ({ xml, signed, forged }) => xml.replace(signed, signed + forged),
  'wrapping 4: the signed assertion inside the forged one': ({ xml, signed, forged }) =>
    xml.replace(signed, inside(forged, signed)),
  'wrapping 5: the signature in the forged assertion, the signed one after it': (parts) =>
    parts.xml.replace(parts.signed, inside(parts.forged, parts.signature) + unsigned(parts)),
  'wrapping 6: the signed assertion inside the signature of the forged one': (parts) =>
    parts.xml.replace(parts.signed, inside(parts.forged, withObject(parts.signature, unsigned(parts)))),
  'wrapping 7: the signed assertion among extensions': ({ xml, signed, forged }) =>
    xml.replace(signed, `<samlp:Extensions>${signed}</samlp:Extensions>${forged}`),
  'wrapping 8: the forged assertion with the ID of the signed one': (parts) => {
    const [, id = ''] = /ID="([^"]*)"/.exec(parts.signed) ?? [];
    const forged = parts.forged.replace('ID="_forged"', `ID="${id}"`);
    return parts.xml.replace(parts.signed, inside(forged, withObject(parts.signature, unsigned(parts))));
  },
  'a forged assertion with the ID of the signed one before it': (parts) => {
    const [, id = ''] = /ID="([^"]*)"/.exec(parts.signed) ?? [];
    return parts.xml.replace(parts.signed, parts.forged.replace('ID="_forged"', `ID="${id}"`) + parts.signed);
  },
  'an entity that reads a file': ({ xml }) =>
    `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml.replace('ada@', '&x;@')}`,
  'entities that multiply': ({ xml }) =>
    `<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>${xml.replace('ada@', '&b;@')}`,
  'a document type': ({ xml }) => `<!DOCTYPE r>${xml}`,
  'another status': ({ xml }) => xml.replace(':status:Success', ':status:Responder'),
  'no assertion': ({ xml, signed }) => xml.replace(signed, ''),
  'an encrypted assertion': ({ xml, signed }) => xml.replace(signed, '<saml:EncryptedAssertion/>'),
};

for (const [what, forge] of Object.entries(SAML_FORGERIES)) {
  test(`SAML: does not take ${what}`, async () => {
    await expectRefused(saml, 'SAMLResponse', (answer) => {
      const xml = Buffer.from(answer, 'base64').toString();
      const forged = forge(partsOf(xml));
      assert.notEqual(forged, xml);
      return Buffer.from(forged).toString('base64');
    });
  });
}

test('SAML: reads the whole of an address with a comment in it', async () => {
  const { browser, page } = await atProvider(saml);
  const email = `ada@${saml.domain}`;
  const answer = answerOf(await askProvider(browser, page, { email }));
  const xml = Buffer.from(answer.fields.SAMLResponse ?? '', 'base64').toString();
  const cut = xml.replaceAll(email, `ada@${saml.domain.slice(0, 8)}<!-- -->${saml.domain.slice(8)}`);
  const fields = { ...answer.fields, SAMLResponse: Buffer.from(cut).toString('base64') };
  const done = await postAnswer(browser, page, { ...answer, fields });
  const { data } = await userManagement.listUsers({ limit: 100, order: 'desc' });
  const made = data.filter((user) => user.email.startsWith('ada@')).map((user) => user.email);
  assert.ok(
    made.every((each) => each === email),
    made.join(),
  );
  assert.ok(done.status === 400 || made.length === 1);
});

type Claims = Record<string, unknown>;
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

function reclaimed(answer: string, change: (claims: Claims) => Claims, header?: Claims): string {
  const [head = '', payload = '', end = ''] = answer.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims;
  return `${header ? encode(header) : head}.${encode(change(claims))}.${end}`;
}

const OIDC_FORGERIES: Record<string, (answer: string) => string> = {
  'nothing at all': () => '',
  nonsense: () => 'a.b.c',
  'a token without a signature': (answer) => `${answer.split('.').slice(0, 2).join('.')}.`,
  'the algorithm none': (answer) =>
    reclaimed(answer, (claims) => claims, { alg: 'none' }).replace(/[^.]*$/, ''),
  'the algorithm none with a signature': (answer) => reclaimed(answer, (claims) => claims, { alg: 'none' }),
  'a secret instead of a key': (answer) => reclaimed(answer, (claims) => claims, { alg: 'HS256' }),
  'another address': (answer) => reclaimed(answer, (claims) => ({ ...claims, email: 'eve@evil.example' })),
  'another nonce': (answer) => reclaimed(answer, (claims) => ({ ...claims, nonce: 'x' })),
  'no nonce': (answer) => reclaimed(answer, ({ nonce: _, ...claims }) => claims),
  'another audience': (answer) => reclaimed(answer, (claims) => ({ ...claims, aud: 'x' })),
  'another issuer': (answer) => reclaimed(answer, (claims) => ({ ...claims, iss: 'https://evil.example' })),
  'a later end': (answer) => reclaimed(answer, (claims) => ({ ...claims, exp: 9_999_999_999 })),
  'a shortened signature': (answer) => answer.slice(0, -8),
};

for (const [what, forge] of Object.entries(OIDC_FORGERIES)) {
  test(`OpenID Connect: does not take ${what}`, async () => {
    await expectRefused(oidc, 'id_token', (answer) => {
      const forged = forge(answer);
      assert.notEqual(forged, answer);
      return forged;
    });
  });
}

for (const [protocol, organization, field] of [
  ['SAML', saml, 'SAMLResponse'],
  ['OpenID Connect', oidc, 'id_token'],
] as const) {
  test(`${protocol}: does not take the answer to another request of the same browser`, async () => {
    const first = await atProvider(organization);
    const second = await atProvider(organization, first.browser);
    const person = { email: `ada@${organization.domain}` };
    const one = answerOf(await askProvider(first.browser, first.page, person));
    const two = answerOf(await askProvider(first.browser, second.page, person));
    const fields = { ...one.fields, [field]: two.fields[field] ?? '' };
    const refused = await postAnswer(first.browser, first.page, { ...one, fields });
    assert.match(refused.text, /could not be verified/);
  });

  test(`${protocol}: does not take the answer of another organization’s provider`, async () => {
    const type = protocol === 'SAML' ? 'OktaSaml' : 'OktaOidc';
    const other = await createSsoOrganization(harness, { type });
    const theirs = await atProvider(other);
    const foreign = answerOf(
      await askProvider(theirs.browser, theirs.page, { email: `ada@${organization.domain}` }),
    );
    await expectRefused(organization, field, () => foreign.fields[field] ?? '');
  });

  test(`${protocol}: does not take an answer that is five minutes old`, async () => {
    const { browser, page } = await atProvider(organization);
    const answer = answerOf(await askProvider(browser, page, { email: `ada@${organization.domain}` }));
    harness.advance(301);
    const refused = await postAnswer(browser, page, answer);
    assert.match(refused.text, /could not be verified|has ended/);
  });
}

/** Signs in at the provider, changes its answer, and expects that nobody is signed in by it. */
async function expectRefused(
  organization: SsoOrganization,
  field: 'SAMLResponse' | 'id_token',
  forge: (answer: string) => string,
): Promise<void> {
  const { browser, page } = await atProvider(organization);
  const answer = answerOf(await askProvider(browser, page, { email: `ada@${organization.domain}` }));
  const fields = { ...answer.fields, [field]: forge(answer.fields[field] ?? '') };
  const refused = await postAnswer(browser, page, { ...answer, fields });
  assert.equal(refused.url.searchParams.get('code'), null);
  if (refused.status !== 400) assert.equal(refused.url.searchParams.get('error'), 'access_denied');
  const { data } = await userManagement.listUsers({ email: `eve@${organization.domain}` });
  assert.deepEqual(data, []);
}
