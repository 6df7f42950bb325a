/**
 * What the local providers accept. Each has a form, so that there is nothing to set up beforehand, and all
 * else is refused.
 */

/** An API key that is accepted: the slug and at least eight letters or digits. */
export function acceptedApiKey(slug: string): string {
  return `${slug}_12345678`;
}

export function isAcceptedApiKey(slug: string, apiKey: string): boolean {
  return apiKey.startsWith(`${slug}_`) && /^[A-Za-z0-9]{8,}$/.test(apiKey.slice(slug.length + 1));
}

/** A client that is accepted: any ID that begins with the slug, with the secret that goes with it. */
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
