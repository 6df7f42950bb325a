import { createRequire } from 'node:module';

/** Reserved for documentation (RFC 2606). The list contains one of them, but they have no mailboxes. */
const DOCUMENTATION = new Set(['example.com', 'example.net', 'example.org']);

let consumerDomains: ReadonlySet<string> | undefined;

/**
 * Whether a domain offers mailboxes to the public, so that no organization can own it. Reads the list on first
 * use.
 */
export function isConsumerDomain(domain: string): boolean {
  consumerDomains ??= new Set(createRequire(import.meta.url)('email-providers/all.json') as string[]);
  return consumerDomains.has(domain) && !DOCUMENTATION.has(domain);
}
