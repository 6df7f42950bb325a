import { inflateRawSync } from 'node:zlib';
import { html } from 'hono/html';
import { SignedXml } from 'xml-crypto';
import type { LocalWorkOS } from '../http/context.ts';
import { identityProvider, serviceProvider } from '../sso/addresses.ts';
import { signingKeyOf } from '../sso/connection-keys.ts';
import type { Exchange, IdentityProviderProtocol, Profile } from '../sso/protocol.ts';
import { attributeOf, parseXml, SAML, textOf } from '../sso/saml-xml.ts';
import type { Connection } from '../store/connections.ts';
import { newSecret } from '../store/ids.ts';
import { subjectOf } from './subject.ts';

const PROTOCOL = 'urn:oasis:names:tc:SAML:2.0:protocol';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const EXCLUSIVE_CANONICALIZATION = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ASSERTION_LIFETIME_SECONDS = 300;

/** The identity provider's side of SAML, which signs assertions. */
export const samlIdentityProvider: IdentityProviderProtocol = {
  readRequest(local, connection, query) {
    const { audience, answerUrl } = serviceProvider(local, connection);
    try {
      const xml = inflateRawSync(Buffer.from(query.SAMLRequest ?? '', 'base64')).toString();
      const { documentElement } = parseXml(xml);
      const isFromWorkOS =
        textOf(documentElement, 'Issuer') === audience &&
        attributeOf(documentElement, 'AssertionConsumerServiceURL') === answerUrl;
      if (!isFromWorkOS || !query.RelayState) return undefined;
      return { requestId: attributeOf(documentElement, 'ID'), relayState: query.RelayState };
    } catch {
      return undefined;
    }
  },

  async answer(local, connection, exchange, profile) {
    const xml = profile
      ? signed(
          responseXml(
            local,
            connection,
            exchange,
            'Success',
            assertionXml(local, connection, exchange, profile),
          ),
          await signingKeyOf(local.db, connection),
        )
      : responseXml(local, connection, exchange, 'Responder', '');
    return { SAMLResponse: Buffer.from(xml).toString('base64'), RelayState: exchange.relayState };
  },
};

function responseXml(
  local: LocalWorkOS,
  connection: Connection,
  { requestId }: Exchange,
  status: 'Success' | 'Responder',
  assertion: ReturnType<typeof html> | '',
): string {
  const { answerUrl } = serviceProvider(local, connection);
  const { issuer } = identityProvider(local, connection);
  return String(
    html`<samlp:Response xmlns:samlp="${PROTOCOL}" xmlns:saml="${SAML}" ID="_${newSecret()}" Version="2.0" IssueInstant="${local.db.timestamp()}" Destination="${answerUrl}" InResponseTo="${requestId}"><saml:Issuer>${issuer}</saml:Issuer><samlp:Status><samlp:StatusCode Value="${STATUS}${status}"/></samlp:Status>${assertion}</samlp:Response>`,
  );
}

function assertionXml(
  local: LocalWorkOS,
  connection: Connection,
  { requestId }: Exchange,
  profile: Profile,
): ReturnType<typeof html> {
  const { audience, answerUrl } = serviceProvider(local, connection);
  const { issuer } = identityProvider(local, connection);
  const now = local.db.timestamp();
  const end = local.db.timestampIn(ASSERTION_LIFETIME_SECONDS);
  const attributes = { email: profile.email, firstName: profile.firstName, lastName: profile.lastName };
  return html`<saml:Assertion ID="_${newSecret()}" Version="2.0" IssueInstant="${now}"><saml:Issuer>${issuer}</saml:Issuer><saml:Subject><saml:NameID Format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent">${subjectOf(profile)}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer"><saml:SubjectConfirmationData InResponseTo="${requestId}" NotOnOrAfter="${end}" Recipient="${answerUrl}"/></saml:SubjectConfirmation></saml:Subject><saml:Conditions NotBefore="${now}" NotOnOrAfter="${end}"><saml:AudienceRestriction><saml:Audience>${audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions><saml:AuthnStatement AuthnInstant="${now}"><saml:AuthnContext><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:PasswordProtectedTransport</saml:AuthnContextClassRef></saml:AuthnContext></saml:AuthnStatement><saml:AttributeStatement>${Object.entries(
    attributes,
  ).map(
    ([name, value]) =>
      html`<saml:Attribute Name="${name}"><saml:AttributeValue>${value ?? ''}</saml:AttributeValue></saml:Attribute>`,
  )}</saml:AttributeStatement></saml:Assertion>`;
}

/** Signs the assertion inside a response. */
function signed(xml: string, privateKey: string): string {
  const signature = new SignedXml({
    privateKey,
    canonicalizationAlgorithm: EXCLUSIVE_CANONICALIZATION,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  });
  const assertion = "//*[local-name(.)='Assertion']";
  signature.addReference({
    xpath: assertion,
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXCLUSIVE_CANONICALIZATION],
  });
  signature.computeSignature(xml, {
    location: { reference: `${assertion}/*[local-name(.)='Issuer']`, action: 'after' },
  });
  return signature.getSignedXml();
}
