import { DOMParser } from '@xmldom/xmldom';

export const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
export const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';

/** @throws Error for anything that is not well-formed, and for document types, which SAML has no use for. */
export function parseXml(text: string): Document {
  const refuse = (message: string) => {
    throw new Error(message);
  };
  const document = new DOMParser({ errorHandler: refuse }).parseFromString(text, 'text/xml');
  if (document.doctype) throw new Error('There is a document type.');
  return document;
}

/** Returns the elements with this name below a node, in document order. */
export function elements(parent: Document | Element, name: string, namespace = '*'): Element[] {
  return Array.from(parent.getElementsByTagNameNS(namespace, name));
}

/** Returns the only element with this name below a node. @throws Error unless there is exactly one. */
export function element(parent: Document | Element, name: string, namespace = '*'): Element {
  const [first, ...more] = elements(parent, name, namespace);
  if (!first || more.length > 0) throw new Error(`Not one ${name}.`);
  return first;
}

/** Returns the text of the only element with this name. */
export function textOf(parent: Element, name: string): string {
  return element(parent, name).textContent ?? '';
}

/** Returns the value of an attribute, or an empty string if it is missing. */
export function attributeOf(node: Element, name: string): string {
  return node.getAttribute(name) ?? '';
}
