import { generateKeyPairSync } from 'node:crypto';
import { SignedXml } from 'xml-crypto';

const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const ENVELOPED = 'http://www.w3.org/2000/09/xmldsig#enveloped-signature';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export const RSA = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const HMAC = 'http://www.w3.org/2000/09/xmldsig#hmac-sha1';
export const ASSERTION = "//*[local-name(.)='Assertion']";
export const RESPONSE = "/*[local-name(.)='Response']";

/** A key that no identity provider has. */
export function attackerKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

interface Signing {
  algorithm?: string;
  /** What is signed, as XPaths. */
  targets?: readonly string[];
  /** A certificate to put next to the signature. */
  certificate?: string;
}

/** Signs parts of a response, and puts the signature into the last of them. */
export function sign(
  xml: string,
  key: string,
  { algorithm = RSA, targets = [ASSERTION], certificate }: Signing = {},
): string {
  const signature = new SignedXml({
    privateKey: key,
    canonicalizationAlgorithm: C14N,
    signatureAlgorithm: algorithm,
    ...(certificate ? { publicCert: certificate } : {}),
  });
  if (algorithm === HMAC) signature.enableHMAC();
  for (const xpath of targets) {
    signature.addReference({ xpath, digestAlgorithm: SHA256, transforms: [ENVELOPED, C14N] });
  }
  const reference = `${targets.at(-1)}/*[1]`;
  signature.computeSignature(xml, { location: { reference, action: 'after' } });
  return signature.getSignedXml();
}

/** The parts of a response, to put together again in other ways. */
export function partsOf(xml: string) {
  const assertion = part(xml, /<saml:Assertion[\s\S]*<\/saml:Assertion>/);
  const signature = part(assertion, /<Signature[\s\S]*<\/Signature>/);
  return { assertion, signature, unsigned: assertion.replace(signature, '') };
}

function part(xml: string, pattern: RegExp): string {
  const [found] = pattern.exec(xml) ?? [];
  if (found === undefined) throw new Error(`${pattern} is not in ${xml}`);
  return found;
}
