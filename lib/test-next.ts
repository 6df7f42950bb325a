import { registerHooks } from 'node:module';
import type { Impersonator, User } from '@workos-inc/node';
import { RequestCookies } from 'next/dist/server/web/spec-extension/cookies.js';
import { ADA } from './test-workos.ts';

/** Next's bundler resolves these by itself. Node needs the names of the files. */
const FILES: Record<string, string> = {
  'next/headers': import.meta.url,
  'next/navigation': 'next/dist/client/components/navigation.react-server.js',
};

registerHooks({
  resolve: (specifier, context, resolve) =>
    resolve(FILES[specifier] ?? specifier.replace(/^next\/\w+$/, '$&.js'), context),
});

const { MutableRequestCookiesAdapter } = await import(
  'next/dist/server/web/spec-extension/adapters/request-cookies.js'
);

let incoming = new Headers();
let jar = MutableRequestCookiesAdapter.wrap(new RequestCookies(incoming));
let set: string[] = [];

/**
 * Starts the request that `headers()` and `cookies()` of `next/headers` speak of. Import modules that use them
 * after this one.
 */
export function startRequest(sent: Record<string, string> = {}): void {
  incoming = new Headers(sent);
  set = [];
  jar = MutableRequestCookiesAdapter.wrap(new RequestCookies(incoming), (cookies) => {
    set = cookies;
  });
}

/** What AuthKit keeps in its cookie. Call it after `answerAsWorkOS`, which sets the password. */
export async function sealed(session: {
  accessToken: string;
  refreshToken?: string;
  user?: User;
  impersonator?: Impersonator;
}): Promise<string> {
  const { saveSession } = await import('@workos-inc/authkit-nextjs');
  startRequest();
  await saveSession({ refreshToken: 'refresh_1', user: ADA, ...session }, 'http://localhost:3000');
  return jar.get('wos-session')?.value ?? '';
}

/** Starts a request of a page as the proxy passes it on; without an access token nobody is signed in. */
export async function startPageRequest(
  accessToken?: string,
  more: { user?: User; impersonator?: Impersonator; headers?: Record<string, string> } = {},
): Promise<void> {
  const { headers, ...session } = more;
  const value = accessToken && (await sealed({ accessToken, ...session }));
  startRequest({
    'x-workos-middleware': 'true',
    ...(value ? { 'x-workos-session': value } : {}),
    ...headers,
  });
}

/** The `Set-Cookie` headers that the answer to the request carries so far. */
export const setCookies = () => set;

export const headers = async () => incoming;
export const cookies = async () => jar;
