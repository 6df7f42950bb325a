import { DOMParser } from '@xmldom/xmldom';

export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** @throws Error for anything that is not well-formed. */
export function parseXml(text: string): Document {
  const refuse = (message: string) => {
    throw new Error(message);
  };
  return new DOMParser({ errorHandler: refuse }).parseFromString(text, 'text/xml');
}

/** The elements of a name below a node, in document order. */
export function elements(parent: Document | Element, name: string, namespace = '*'): Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name));
}

/** The one element of a name below a node. @throws Error when there is none, or are several. */
export function element(parent: Document | Element, name: string, namespace = '*'): Element {
  const [first, ...more] = elements(parent, name, namespace);
  if (!first || more.length > 0) throw new Error(`Not one ${name}.`);
  return first;
}

/** The text of the one element of a name. */
export function textOf(parent: Element, name: string): string {
  return element(parent, name).textContent ?? '';
}

/** The value of an attribute; empty when it is not there. */
export function attributeOf(node: Element, name: string): string {
  return node.getAttribute(name) ?? '';
}
