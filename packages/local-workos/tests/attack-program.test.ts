import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect } from 'node:net';
import { after, test } from 'node:test';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { startProgram } from './program.ts';

/** Starts the real program with nothing in it but the seed. */
async function start() {
  const program = await startProgram(['--data', ':memory:']);
  assert.ok(program.origin, program.stderr);
  return { ...program, origin: program.origin, output: () => program.stdout + program.stderr };
}

/** One program for the requests that must not end it. */
const shared = await start();

test('logs no password, token, code, or key that a request carries', async () => {
  const { origin, output, stop } = await start();
  const secret = 'secret-that-nobody-may-read';
  const json = { 'Content-Type': 'application/json' };
  const requests: [path: string, init: RequestInit][] = [
    [
      '/user_management/authenticate',
      {
        method: 'POST',
        headers: json,
        body: JSON.stringify({
          client_id: CLIENT_ID,
          client_secret: API_KEY,
          grant_type: 'password',
          email: 'a@example.com',
          password: secret,
        }),
      },
    ],
    [
      '/user_management/authenticate',
      {
        method: 'POST',
        headers: json,
        body: JSON.stringify({
          client_id: CLIENT_ID,
          client_secret: secret,
          grant_type: 'authorization_code',
          code: secret,
        }),
      },
    ],
    ['/user_management/authenticate', { method: 'POST', headers: json, body: `{"code": "${secret}"` }],
    ['/organizations', { headers: { Authorization: `Bearer ${secret}` } }],
    [
      '/organizations',
      {
        method: 'POST',
        headers: { ...json, Authorization: `Bearer ${API_KEY}` },
        body: JSON.stringify({ name: 7, secret }),
      },
    ],
    [
      '/_widgets/UserManagement/members',
      { headers: { Authorization: `Bearer ${secret}`, Origin: 'http://localhost:3000' } },
    ],
    ['/client/graphql', { method: 'POST', headers: json, body: JSON.stringify({ query: `{ ${secret} }` }) }],
    [`/reset-password?token=${secret}`, {}],
    [`/invite?invitation_token=${secret}`, {}],
    [`/portal/launch?apiToken=${secret}`, {}],
    ['/reset-password', { method: 'POST', body: new URLSearchParams({ token: secret, password: secret }) }],
    [`/user_management/sessions/logout?session_id=${secret}`, {}],
    ['/_emulate/hooks', { method: 'POST', headers: json, body: JSON.stringify({ path: secret }) }],
  ];
  for (const [path, init] of requests)
    await (await fetch(origin + path, { redirect: 'manual', ...init })).text();
  await stop();
  assert.doesNotMatch(output(), new RegExp(secret));
});

test('listens on loopback only', async () => {
  const { origin, stop } = await start();
  assert.match(origin, /^http:\/\/localhost:\d+$/);
  const { port } = new URL(origin);
  const socket = connect({ host: '0.0.0.0', port: Number(port), localAddress: '127.0.0.1' });
  socket.on('error', () => {});
  await Promise.race([once(socket, 'connect'), once(socket, 'error')]);
  assert.ok(['127.0.0.1', '::1', undefined].includes(socket.remoteAddress));
  socket.destroy();
  await stop();
});

test('answers others, and ends, while twenty requests never finish', async () => {
  const { origin, stop } = await start();
  const sockets = Array.from({ length: 20 }, (_, index) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      index % 2
        ? 'GET /organizations HTTP/1.1\r\nHost: localhost\r\nX-Slow: '
        : 'POST /organizations HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
    );
    return socket;
  });
  after(() => {
    for (const socket of sockets) socket.destroy();
  });
  for (let round = 0; round < 3; round++) assert.equal((await fetch(`${origin}/health`)).status, 200);
  assert.equal(await stop(), 0);
});

for (const [what, request] of [
  ['no HTTP', 'hello\r\n\r\n'],
  ['another protocol', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['two lengths', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na'],
  [
    'a length and chunks',
    'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  ],
  ['a header without a name', 'GET / HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n'],
  ['a line break in a header', 'GET / HTTP/1.1\r\nHost: localhost\r\nX: a\nInjected: b\rc\r\n\r\n'],
  ['headers without end', `GET / HTTP/1.1\r\nHost: localhost\r\n${'X: x\r\n'.repeat(20_000)}\r\n`],
  ['an address without end', `GET /${'x'.repeat(100_000)} HTTP/1.1\r\nHost: localhost\r\n\r\n`],
  ['another host', 'GET /people HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['no host', 'GET /people HTTP/1.0\r\n\r\n'],
  ['a whole address', 'GET http://evil.example/people HTTP/1.1\r\nHost: evil.example\r\n\r\n'],
  ['a path that climbs', 'GET /assets/../../package.json HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  [
    'a path that climbs, encoded',
    'GET /assets/%2e%2e%2f%2e%2e%2fpackage.json HTTP/1.1\r\nHost: localhost\r\n\r\n',
  ],
  ['a picture that climbs', 'GET /pictures/..%2f..%2f..%2fpackage.json HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a null byte', 'GET /assets/styles.css%00.png HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['a tunnel', 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n'],
  ['a trace', 'TRACE / HTTP/1.1\r\nHost: localhost\r\nCookie: secret=1\r\n\r\n'],
] as const) {
  test(`survives a request with ${what}, and shows nothing`, async () => {
    const socket = connect(Number(new URL(shared.origin).port), '127.0.0.1');
    let answer = '';
    socket.setEncoding('latin1').on('data', (text) => {
      answer += text;
    });
    socket.on('error', () => {});
    socket.end(request);
    await new Promise((resolve) => socket.once('close', resolve));
    assert.doesNotMatch(answer, /^HTTP\/1\.[01] 200|"name": "local-workos"|secret=1|Marcelina/);
    assert.equal((await fetch(`${shared.origin}/health`)).status, 200);
  });
}
