import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import type { Page } from './browser.ts';
import { startHarness } from './harness.ts';
import { ASSERTION, attackerKey, HMAC, partsOf, RESPONSE, sign } from './saml.ts';
import {
  answerOf,
  askProvider,
  atProvider,
  createSsoOrganization,
  exchange,
  keysOf,
  postAnswer,
  type SsoOrganization,
} from './sso.ts';

const harness = await startHarness();

let organization: SsoOrganization;
let keys: Awaited<ReturnType<typeof keysOf>>;
let otherKeys: typeof keys;
let ada = '';
let eve = '';

before(async () => {
  organization = await createSsoOrganization(harness, { type: 'OktaSaml' });
  keys = await keysOf(harness, organization.connectionId);
  const other = await createSsoOrganization(harness, { type: 'OktaSaml' });
  otherKeys = await keysOf(harness, other.connectionId);
  ada = `ada@${organization.domain}`;
  eve = `eve@${organization.domain}`;
});

/** Makes another response of one in which the identity provider says that Ada signed in. */
type Attack = (xml: string) => string;

/** Takes the signature off, changes the response, and has the identity provider sign it again. */
const resigned =
  (change: Attack): Attack =>
  (xml) =>
    sign(change(xml.replace(partsOf(xml).signature, '')), keys.privateKey);

/** The same with another key, which the identity provider never had. */
const signedWith =
  (key: () => string, more: () => Parameters<typeof sign>[2] = () => ({})): Attack =>
  (xml) =>
    sign(asEve(xml.replace(partsOf(xml).signature, '')), key(), more());

const asEve: Attack = (xml) => xml.replaceAll(ada, eve);

/** Replaces what must be there, so that no attack passes because it changed nothing. */
function swap(xml: string, pattern: string | RegExp, replacement: string): string {
  const changed = xml.replace(pattern, replacement);
  assert.notEqual(changed, xml, `${pattern} is not in the response`);
  return changed;
}

/** A response signed as a whole, in the wrapping attacks on responses. */
const signedResponse = (xml: string) =>
  sign(xml.replace(partsOf(xml).signature, ''), keys.privateKey, { targets: [RESPONSE] });

/** A response about Eve around a signed one about Ada. */
const wrapping = (xml: string, place: (evil: string, original: string) => string) => {
  const original = signedResponse(xml);
  const evil = asEve(xml.replace(partsOf(xml).signature, '')).replace(/ ID="_/, ' ID="_evil');
  return place(evil, original.replace(/^<\?xml[^>]*>/, ''));
};

const WRAPPINGS: Record<string, Attack> = {
  'the signed response inside the signature of a forged one': (xml) =>
    wrapping(xml, (evil, original) => {
      const [signature = ''] = /<Signature[\s\S]*<\/Signature>/.exec(original) ?? [];
      const filled = signature.replace('</Signature>', `<Object>${original}</Object></Signature>`);
      return evil.replace('</saml:Issuer>', `</saml:Issuer>${filled}`);
    }),
  'the signed response beside the signature of a forged one': (xml) =>
    wrapping(xml, (evil, original) => {
      const [signature = ''] = /<Signature[\s\S]*<\/Signature>/.exec(original) ?? [];
      const detached = original.replace(signature, '') + signature;
      return evil.replace('</saml:Issuer>', `</saml:Issuer>${detached}`);
    }),
};

const SIGNATURES: Record<string, Attack> = {
  'a signature of somebody else': signedWith(attackerKey),
  'a signature of the identity provider of another organization': signedWith(() => otherKeys.privateKey),
  'a signature with a certificate of its own beside it': signedWith(
    () => otherKeys.privateKey,
    () => ({ certificate: otherKeys.certificate }),
  ),
  'an HMAC with the certificate as its key': signedWith(
    () => keys.certificate,
    () => ({ algorithm: HMAC }),
  ),
  'an HMAC with an empty key': signedWith(
    () => ' ',
    () => ({ algorithm: HMAC }),
  ),
  'a signature of the response alone': (xml) => signedResponse(asEve(xml)),
  'a signature of the subject alone': (xml) =>
    sign(asEve(xml.replace(partsOf(xml).signature, '')), keys.privateKey, {
      targets: [`${ASSERTION}/*[local-name(.)='Subject']`],
    }),
  'a signature of two things': (xml) =>
    sign(xml.replace(partsOf(xml).signature, ''), keys.privateKey, {
      targets: [`${ASSERTION}/*[local-name(.)='Subject']`, ASSERTION],
    }),

  'a digest with a comment in it': (xml) =>
    asEve(swap(xml, '<DigestValue>', '<DigestValue><!--MTIzNDU2Nzg5MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTI=-->')),
  'two lists of what is signed': (xml) => {
    const [info = ''] = /<SignedInfo>[\s\S]*<\/SignedInfo>/.exec(xml) ?? [];
    return asEve(swap(xml, info, info + info));
  },
  'an algorithm that nobody knows': (xml) =>
    asEve(swap(xml, /<SignatureMethod Algorithm="[^"]*"/, '<SignatureMethod Algorithm="urn:none"')),
};

const IN_AN_HOUR = () => new Date(harness.server.clock.now().getTime() + 3_600_000).toISOString();
const AN_HOUR_AGO = () => new Date(harness.server.clock.now().getTime() - 3_600_000).toISOString();

/** What the identity provider did sign, but not for this sign-in, or not for us. */
const CONTENTS: Record<string, Attack> = {
  'another audience': resigned((xml) => swap(xml, /<saml:Audience>[^<]*</, '<saml:Audience>conn_other<')),
  'no audience': resigned((xml) => swap(xml, /<saml:AudienceRestriction>.*<\/saml:AudienceRestriction>/, '')),
  'two audiences': resigned((xml) =>
    swap(xml, '<saml:Audience>', '<saml:Audience>conn_other</saml:Audience><saml:Audience>'),
  ),
  'another recipient': resigned((xml) => swap(xml, /Recipient="[^"]*"/, 'Recipient="https://evil.example/"')),
  'no recipient': resigned((xml) => swap(xml, /Recipient="[^"]*"/, '')),
  'another destination': (xml) => swap(xml, /Destination="[^"]*"/, 'Destination="https://evil.example/"'),
  'the answer to another request': resigned((xml) =>
    swap(xml, /(<saml:SubjectConfirmationData [^>]*InResponseTo=)"[^"]*"/, '$1"_other"'),
  ),
  'the answer to no request': resigned((xml) =>
    swap(xml, /(<saml:SubjectConfirmationData [^>]*)InResponseTo="[^"]*"/, '$1'),
  ),
  'a response to another request around the right assertion': (xml) =>
    swap(xml, /(<samlp:Response [^>]*InResponseTo=)"[^"]*"/, '$1"_other"'),
  'another issuer': resigned((xml) =>
    swap(xml, /(<saml:Assertion [^>]*><saml:Issuer>)[^<]*/, '$1https://evil.example'),
  ),
  'an assertion that has expired': resigned((xml) =>
    swap(xml, /(<saml:Conditions [^>]*NotOnOrAfter=)"[^"]*"/, `$1"${AN_HOUR_AGO()}"`),
  ),
  'a confirmation that has expired': resigned((xml) =>
    swap(xml, /(<saml:SubjectConfirmationData [^>]*NotOnOrAfter=)"[^"]*"/, `$1"${AN_HOUR_AGO()}"`),
  ),
  'an assertion that is not valid yet': resigned((xml) =>
    swap(xml, /NotBefore="[^"]*"/, `NotBefore="${IN_AN_HOUR()}"`),
  ),
  'an assertion without an end': resigned((xml) =>
    swap(xml, /(<saml:Conditions [^>]*)NotOnOrAfter="[^"]*"/, '$1'),
  ),
  'an end that is not a time': resigned((xml) =>
    swap(xml, /(<saml:Conditions [^>]*NotOnOrAfter=)"[^"]*"/, '$1"never"'),
  ),
  'no conditions': resigned((xml) => swap(xml, /<saml:Conditions.*<\/saml:Conditions>/, '')),
  'no confirmation': resigned((xml) =>
    swap(xml, /<saml:SubjectConfirmation .*<\/saml:SubjectConfirmation>/, ''),
  ),
  'a confirmation for the holder of a key': resigned((xml) => swap(xml, ':cm:bearer', ':cm:holder-of-key')),
  'no address': resigned((xml) => swap(xml, 'Name="email"', 'Name="mail"')),
  'two addresses': resigned((xml) =>
    swap(
      xml,
      '</saml:AttributeStatement>',
      `<saml:Attribute Name="email"><saml:AttributeValue>${eve}</saml:AttributeValue></saml:Attribute></saml:AttributeStatement>`,
    ),
  ),
  'an address that is none': resigned((xml) =>
    xml.replaceAll(ada, `eve@evil.example@${organization.domain}`),
  ),
};

const COMMENTS: Record<string, Attack> = {
  'a comment that cuts an address short': (xml) => {
    const longer = sign(
      xml.replace(partsOf(xml).signature, '').replaceAll(ada, `${ada}.evil.example`),
      keys.privateKey,
    );
    return longer.replaceAll(`${ada}.evil.example`, `${ada}<!-- -->.evil.example`);
  },
  'a comment that cuts the beginning off': (xml) => {
    const longer = sign(
      xml.replace(partsOf(xml).signature, '').replaceAll(ada, `x.${ada}.evil.example`),
      keys.privateKey,
    );
    return longer.replaceAll(`x.${ada}.evil.example`, `x.<!-- -->${ada}<!-- -->.evil.example`);
  },
  'a processing instruction in an address': (xml) =>
    swap(xml, new RegExp(`${ada}(</saml:AttributeValue>)`), `eve<?x ?>@example.com$1`),
};

/** Has the identity provider answer for Ada, and posts what the attack makes of it. */
async function attempt(attack: Attack): Promise<{ page: Page; codeVerifier: string }> {
  const { browser, page, codeVerifier } = await atProvider(organization);
  const answer = answerOf(await askProvider(browser, page, { email: ada }));
  const xml = Buffer.from(answer.fields.SAMLResponse ?? '', 'base64').toString();
  const SAMLResponse = Buffer.from(attack(xml)).toString('base64');
  const fields = { ...answer.fields, SAMLResponse };
  return { page: await postAnswer(browser, page, { ...answer, fields }), codeVerifier };
}

for (const [what, attack] of [
  ['as it comes', (xml: string) => xml],
  ['signed again by the identity provider', resigned((xml) => xml)],
] as const) {
  test(`accepts a response ${what}`, async () => {
    const { page, codeVerifier } = await attempt(attack);
    assert.equal((await exchange(harness, page, codeVerifier)).user.email, ada);
  });
}

for (const [group, attacks] of Object.entries({ WRAPPINGS, SIGNATURES, CONTENTS, COMMENTS })) {
  for (const [what, attack] of Object.entries(attacks)) {
    test(`SAML ${group.toLowerCase()}: rejects ${what}`, async () => {
      const before = await newestUsers();
      const { page } = await attempt(attack);
      assert.equal(page.url.origin, harness.origin, `signed in: ${page.url}`);
      assert.equal(page.status, 400, page.text);
      assert.match(page.text, /could not be verified|was denied|not a member/);
      assert.deepEqual(await newestUsers(), before);
    });
  }
}

async function newestUsers(): Promise<string[]> {
  const { data } = await harness.workos.userManagement.listUsers({ limit: 10, order: 'desc' });
  return data.map(({ email }) => email);
}
