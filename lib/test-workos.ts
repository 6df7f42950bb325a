import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { User } from '@workos-inc/node';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';

/** A request that the app sent to WorkOS. */
export interface SentRequest {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

/** Answers by method and path without the query: a status and a body, or nothing at all. Text is a web page. */
export type Answers = Record<string, (request: SentRequest) => [status: number, body: unknown] | 'silence'>;

/**
 * Starts a stand-in for WorkOS's API on loopback, and points the environment at it. It gives the answers that the test
 * sets, and records the real SDK's requests.
 */
export async function answerAsWorkOS() {
  let answers: Answers = {};
  let sent: SentRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const request = await read(incoming);
    sent.push(request);
    const answer = answers[`${request.method} ${request.path}`]?.(request) ?? [404, { message: 'No.' }];
    if (answer === 'silence') return;
    const [status, body] = answer;
    const page = typeof body === 'string' ? body : undefined;
    outgoing.writeHead(status, { 'Content-Type': page ? 'text/html; charset=utf-8' : 'application/json' });
    outgoing.end(page ?? JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1').unref();
  await once(server, 'listening');
  Object.assign(process.env, {
    WORKOS_API_KEY: 'sk_test_unit',
    WORKOS_CLIENT_ID: 'client_unit',
    WORKOS_COOKIE_PASSWORD: 'a password for tests, 32 characters at least',
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: 'http://localhost:3000/callback',
    WORKOS_API_HOSTNAME: '127.0.0.1',
    WORKOS_API_PORT: String((server.address() as AddressInfo).port),
    WORKOS_API_HTTPS: 'false',
  });
  return {
    /** Sets the answers, and clears the recorded requests. */
    answer(next: Answers) {
      answers = next;
      sent = [];
    },
    sent: () => sent,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const { privateKey, publicKey } = await generateKeyPair('ES256');

/** Publishes the key of the access tokens below. */
export const PUBLISHED_KEY: Answers = {
  'GET /sso/jwks/client_unit': () => [200, { keys: [jwk] }],
};
const jwk = { ...(await exportJWK(publicKey)), alg: 'ES256', kid: 'key_1', use: 'sig' };

/** Ada, as the API describes a user. */
export const ADA: User = {
  object: 'user',
  id: 'user_ada',
  email: 'ada@example.com',
  emailVerified: true,
  name: null,
  firstName: 'Ada',
  lastName: 'Lovelace',
  profilePictureUrl: 'https://images.example/ada.png',
  lastSignInAt: null,
  locale: null,
  createdAt: '2026-01-01T00:00:00.000Z',
  updatedAt: '2026-01-01T00:00:00.000Z',
  externalId: null,
  metadata: {},
};

/** An access token of Ada's session in an organization, as WorkOS signs it, for so many seconds. */
export function accessToken(claims: Record<string, unknown> = {}, expiresIn = 300): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ sub: ADA.id, sid: 'session_1', org_id: 'org_1', ...claims })
    .setProtectedHeader({ alg: 'ES256', kid: 'key_1' })
    .setIssuedAt(now)
    .setExpirationTime(now + expiresIn)
    .sign(privateKey);
}

async function read(incoming: IncomingMessage): Promise<SentRequest> {
  const { pathname: path, searchParams: query } = new URL(incoming.url ?? '/', 'http://localhost');
  const sent = await text(incoming);
  const body = sent === '' ? {} : JSON.parse(sent);
  return { method: incoming.method ?? '', path, query, headers: incoming.headers, body };
}
