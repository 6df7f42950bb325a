import { createRequire } from 'node:module';

/** Set aside for documentation (RFC 2606): the list has one of them, and nobody has a mailbox there. */
const DOCUMENTATION = new Set(['example.com', 'example.net', 'example.org']);

let consumerDomains: ReadonlySet<string> | undefined;

/** Whether anybody can have an address at a domain, so that no organization can own it. Reads the list on first use. */
export function isConsumerDomain(domain: string): boolean {
  consumerDomains ??= new Set(createRequire(import.meta.url)('email-providers/all.json') as string[]);
  return consumerDomains.has(domain) && !DOCUMENTATION.has(domain);
}
