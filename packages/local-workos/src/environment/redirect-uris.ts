import { parse } from 'tldts';
import type { LocalWorkOS } from '../http/context.ts';
import { atOtherLoopbackName } from '../http/loopback.ts';
import { listRedirectUris } from '../store/redirect-uris.ts';

/** Schemes that browsers handle themselves, so they never lead to an app. */
const BROWSER_SCHEMES = /^(about|blob|data|file|ftp|javascript|vbscript|view-source|wss?):/i;

/** Splits a URL into the part that can contain a wildcard and the rest. */
const WEB_ADDRESS = /^(https?:\/\/)([^/?#\\]*)([^#]*)$/i;

/** All allowed redirect URIs: those of the command line, and those added later. */
export function allowedRedirectUris(local: LocalWorkOS): string[] {
  return [...configuredRedirectUris(local), ...listRedirectUris(local.db).map(({ uri }) => uri)];
}

/** The redirect URIs of the command line: `/callback` of each app, the default first, and those of the flag. */
export function configuredRedirectUris({ options }: LocalWorkOS): string[] {
  const ofApps = options.origins.map((origin) => new URL('/callback', origin).toString());
  return [...new Set([...ofApps, ...options.redirectUris])];
}

/** The redirect URI of the app that Local WorkOS was started for, if it was. */
export function defaultRedirectUri(local: LocalWorkOS): string | undefined {
  return local.options.origins.length > 0 ? configuredRedirectUris(local)[0] : undefined;
}

/** Whether a sign-in may lead to a URI. `localhost` and `127.0.0.1` stand for each other. */
export function isAllowedRedirectUri(local: LocalWorkOS, uri: string): boolean {
  return allowedRedirectUris(local).some((allowed) => matchesAtLoopback(allowed, uri));
}

/** Whether a URL has the origin of an allowed redirect URI. */
export function isAtRedirectOrigin(local: LocalWorkOS, url: string): boolean {
  const { origin } = new URL(url);
  return allowedRedirectUris(local).some((allowed) => {
    const [, scheme, host] = WEB_ADDRESS.exec(allowed) ?? [];
    return scheme !== undefined && matchesAtLoopback(`${scheme}${host}`, origin);
  });
}

/**
 * Returns why a redirect URI cannot be allowed, or undefined if it can.
 * @see https://workos.com/docs/sso/redirect-uris
 */
export function redirectUriProblem(uri: string): string | undefined {
  const [, , host = '', rest = ''] = WEB_ADDRESS.exec(uri) ?? [];
  const wildcards = uri.split('*').length - 1;
  if (wildcards > 1) return 'A redirect URI can have at most one wildcard.';
  if (wildcards === 1) {
    if (host === '') return 'A wildcard needs a URL that starts with http:// or https://.';
    if (rest.includes('*')) return 'A wildcard can be in the subdomain or the port, not in the path.';
    const problem = host.endsWith(':*') ? portWildcardProblem(host) : subdomainWildcardProblem(host);
    if (problem) return problem;
  }
  return addressProblem(uri.replace(':*', '').replace('*', 'wildcard'));
}

function addressProblem(uri: string): string | undefined {
  if (!URL.canParse(uri) || BROWSER_SCHEMES.test(uri) || /\s/.test(uri)) {
    return 'A redirect URI must be a full URL, such as http://localhost:3000/callback.';
  }
  const { hash, username, password } = new URL(uri);
  if (hash || uri.endsWith('#')) return 'A redirect URI cannot have a fragment.';
  if (username || password) return 'A redirect URI cannot have a username or password.';
  return undefined;
}

/** For native apps, which listen on whatever port is free (RFC 8252). */
function portWildcardProblem(host: string): string | undefined {
  return /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]):\*$/i.test(host)
    ? undefined
    : 'A wildcard port needs localhost or a loopback address.';
}

function subdomainWildcardProblem(host: string): string | undefined {
  const [label = '', ...parents] = host.replace(/:\d*$/, '').split('.');
  if (!label.includes('*')) return 'A wildcard must be in the subdomain furthest from the root domain.';
  const parent = parents.join('.');
  const { domain, isIp } = parse(parent, { allowPrivateDomains: true });
  if (isIp || domain === null) {
    return `A wildcard needs a domain of your own. Anyone can have a subdomain of ${parent || 'that'}.`;
  }
  return undefined;
}

function matchesAtLoopback(allowed: string, uri: string): boolean {
  const other = atOtherLoopbackName(uri);
  return matches(allowed, uri) || (other !== undefined && matches(allowed, other));
}

function matches(allowed: string, uri: string): boolean {
  const [before = '', after] = allowed.split('*');
  if (after === undefined) return allowed === uri;
  const isPort = before.endsWith(':');
  const start = isPort ? before.slice(0, -1) : before;
  if (uri.length < start.length + after.length || !uri.startsWith(start) || !uri.endsWith(after))
    return false;
  const wildcard = uri.slice(start.length, uri.length - after.length);
  return (isPort ? PORT : SUBDOMAIN).test(wildcard);
}

/** What a wildcard matches. */
const PORT = /^(:\d{1,5})?$/;
const SUBDOMAIN = /^[A-Za-z0-9_-]+$/;
