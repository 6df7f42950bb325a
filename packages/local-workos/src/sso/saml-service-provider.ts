import { deflateRawSync } from 'node:zlib';
import { html } from 'hono/html';
import { SignedXml } from 'xml-crypto';
import type { LocalWorkOS } from '../http/context.ts';
import { emailAddress } from '../http/request-body.ts';
import { type Connection, connectionKey, isExpired } from '../store/connections.ts';
import { identityProvider, serviceProvider } from './addresses.ts';
import type { Answer, AnswerProblem, IdentifiedProfile, ServiceProviderProtocol } from './protocol.ts';
import { attributeOf, element, elements, parseXml, SAML, textOf, XML_SIGNATURE } from './saml-xml.ts';

/** The confirmation that whoever brings the assertion is its subject. */
const BEARER = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** SAML 2.0: the request with the HTTP-Redirect binding, the response with HTTP-POST. */
export const samlServiceProvider: ServiceProviderProtocol = {
  requestUrl(local, connection, { requestId, relayState }, loginHint) {
    const { audience, answerUrl } = serviceProvider(local, connection);
    const { signInUrl } = identityProvider(local, connection);
    const request = html`<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="${SAML}" ID="${requestId}" Version="2.0" IssueInstant="${local.db.timestamp()}" Destination="${signInUrl}" AssertionConsumerServiceURL="${answerUrl}" ProtocolBinding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST"><saml:Issuer>${audience}</saml:Issuer></samlp:AuthnRequest>`;
    const query = new URLSearchParams({
      SAMLRequest: deflateRawSync(String(request)).toString('base64'),
      RelayState: relayState,
      ...(loginHint ? { login_hint: loginHint } : {}),
    });
    return `${signInUrl}?${query}`;
  },

  async readAnswer(local, connection, requestId, form) {
    const key = connectionKey(local.db, connection.id);
    if (!key) return failure('invalid_answer');
    try {
      const xml = Buffer.from(form.SAMLResponse ?? '', 'base64').toString();
      const response = parseXml(xml);
      const [status] = elements(response, 'StatusCode');
      if (!status || !attributeOf(status, 'Value').endsWith(':Success')) return failure('denied');
      const assertion = signedAssertion(xml, response, key.value);
      if (isExpired(local.db, key)) return failure('certificate_expired');
      if (!isAddressedToUs(local, connection, requestId, response)) return failure('invalid_answer');
      return check(local, connection, requestId, assertion);
    } catch {
      // Any failure, such as malformed XML or an invalid signature, denies the sign-in.
      return failure('invalid_answer');
    }
  },
};

/**
 * Returns the single assertion of the response, signed by the certificate's key. Later reads use only the signed
 * content, nothing else in the document.
 * @throws Error unless there is exactly one, and it is signed.
 */
function signedAssertion(xml: string, response: Document, certificate: string): Element {
  element(response, 'Assertion', SAML);
  const signature = element(response, 'Signature', XML_SIGNATURE);
  const signed = new SignedXml({ publicCert: certificate, getCertFromKeyInfo: () => null });
  signed.loadSignature(signature);
  if (!signed.checkSignature(xml)) throw new Error('The signature does not fit.');
  const [content, ...more] = signed.getSignedReferences();
  if (content === undefined || more.length > 0) throw new Error('Not one thing is signed.');
  const { documentElement } = parseXml(content);
  if (documentElement.localName !== 'Assertion' || documentElement.namespaceURI !== SAML) {
    throw new Error('What is signed is no assertion.');
  }
  return documentElement;
}

/**
 * Whether the response around the assertion is for this destination and request, as far as it says. It is not signed
 * itself, so it can only be a reason to refuse.
 */
function isAddressedToUs(
  local: LocalWorkOS,
  connection: Connection,
  requestId: string,
  response: Document,
): boolean {
  const { answerUrl } = serviceProvider(local, connection);
  const { documentElement } = response;
  return (
    ['', answerUrl].includes(attributeOf(documentElement, 'Destination')) &&
    ['', requestId].includes(attributeOf(documentElement, 'InResponseTo'))
  );
}

function check(local: LocalWorkOS, connection: Connection, requestId: string, assertion: Element): Answer {
  const { audience, answerUrl } = serviceProvider(local, connection);
  const { issuer } = identityProvider(local, connection);
  const conditions = element(assertion, 'Conditions');
  const confirmation = element(assertion, 'SubjectConfirmationData');
  const now = local.db.now().getTime();
  const isForUs =
    textOf(assertion, 'Issuer') === issuer &&
    textOf(conditions, 'Audience') === audience &&
    attributeOf(element(assertion, 'SubjectConfirmation'), 'Method') === BEARER &&
    attributeOf(confirmation, 'Recipient') === answerUrl &&
    attributeOf(confirmation, 'InResponseTo') === requestId;
  const isTimely =
    timeOf(conditions, 'NotBefore') <= now &&
    now < timeOf(conditions, 'NotOnOrAfter') &&
    now < timeOf(confirmation, 'NotOnOrAfter');
  const profile = profileOf(assertion);
  return isForUs && isTimely && profile ? { ok: true, profile } : failure('invalid_answer');
}

/** Returns a time in milliseconds. NaN, which no comparison accepts, if there is none. */
function timeOf(node: Element, name: string): number {
  return Date.parse(attributeOf(node, name));
}

function profileOf(assertion: Element): IdentifiedProfile | undefined {
  const all = elements(assertion, 'Attribute');
  const attributes = new Map(all.map((each) => [attributeOf(each, 'Name'), textOf(each, 'AttributeValue')]));
  const email = attributes.get('email');
  const subject = textOf(assertion, 'NameID');
  const isClear = attributes.size === all.length && emailAddress.safeParse(email).success;
  if (!email || !isClear || subject === '') return undefined;
  return {
    subject,
    email,
    firstName: attributes.get('firstName') || null,
    lastName: attributes.get('lastName') || null,
    attributes: { id: subject, ...Object.fromEntries(attributes) },
  };
}

function failure(problem: AnswerProblem): Answer {
  return { ok: false, problem };
}
