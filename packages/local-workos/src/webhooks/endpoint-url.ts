import { BlockList, isIP } from 'node:net';

/** Addresses that only this machine and its network reach. */
const LOCAL = new BlockList();
LOCAL.addSubnet('127.0.0.0', 8);
LOCAL.addSubnet('10.0.0.0', 8);
LOCAL.addSubnet('172.16.0.0', 12);
LOCAL.addSubnet('192.168.0.0', 16);
LOCAL.addAddress('::1', 'ipv6');

/**
 * Returns why webhooks cannot be sent to a URL, or undefined if they can. WorkOS requires HTTPS. Here, apps on the
 * same machine or network do without it.
 */
export function endpointUrlProblem(text: string): string | undefined {
  // A URL ignores some of them, so that two texts would be one endpoint.
  if (/[\s\p{Cc}]/u.test(text)) return 'The URL cannot contain spaces or control characters.';
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol))
    return 'Enter a URL that starts with https:// or http://.';
  if (url.username || url.password) return 'The URL cannot contain a user name or password.';
  if (text.length > 2048) return 'The URL can have at most 2048 characters.';
  if (url.protocol === 'http:' && !isLocal(url.hostname)) {
    return 'Use https://. Only hosts on this machine or its network can be reached over http://.';
  }
  return undefined;
}

function isLocal(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  if (version > 0) return LOCAL.check(address, version === 6 ? 'ipv6' : 'ipv4');
  // Names without a dot belong to containers and to the local network.
  return !address.includes('.') || /\.(localhost|local|internal|test)$/.test(address);
}
