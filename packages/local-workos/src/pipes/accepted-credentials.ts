/**
 * The credentials that the local providers accept. They follow a pattern, so nothing needs to be set up
 * beforehand. Everything else is rejected.
 */

/** An accepted API key: the slug, followed by at least eight letters or digits. */
export function acceptedApiKey(slug: string): string {
  return `${slug}_12345678`;
}

export function isAcceptedApiKey(slug: string, apiKey: string): boolean {
  return apiKey.startsWith(`${slug}_`) && /^[A-Za-z0-9]{8,}$/.test(apiKey.slice(slug.length + 1));
}

/** An accepted client: any ID that starts with the slug, and the secret derived from it. */
export function acceptedClient(slug: string, name = 'app'): { id: string; secret: string } {
  const id = `${slug}-${name}`;
  return { id, secret: `secret-for-${id}` };
}

export function isAcceptedClientId(slug: string, id: string): boolean {
  return id.length > slug.length + 1 && id.startsWith(`${slug}-`);
}

export function isAcceptedClient(slug: string, id: string, secret: string): boolean {
  return isAcceptedClientId(slug, id) && secret === `secret-for-${id}`;
}
