import assert from 'node:assert/strict';
import { test } from 'node:test';
import { refreshFailure } from './refresh-failure.ts';

const answered = (status: number, more: object = {}) => Object.assign(new Error('No.'), { status, ...more });

for (const [what, error, failure] of [
  ['an ended session', answered(400, { error: 'invalid_grant' }), 'ended'],
  ['a policy of the organization', answered(403, { code: 'sso_required' }), 'ended'],
  ['a token in the cookie that is none', Object.assign(new Error(), { code: 'ERR_JWT_INVALID' }), 'ended'],
  ['a wrong API key', answered(401), 'misconfigured'],
  ['a wrong client', answered(400, { error: 'invalid_client' }), 'misconfigured'],
  ['a client that may not', answered(403, { error: 'unauthorized_client' }), 'misconfigured'],
  ['400 without a reason', answered(400), 'unavailable'],
  ['403 without a reason, as of a firewall', answered(403), 'unavailable'],
  ['a timeout', answered(408), 'unavailable'],
  ['too many requests', answered(429, { error: 'rate_limited' }), 'unavailable'],
  ['a server error', answered(500, { error: 'server_error' }), 'unavailable'],
  ['no connection', new TypeError('fetch failed'), 'unavailable'],
  [
    'a proxy’s page',
    new Error('Unexpected error', { cause: answered(500, { rawStatus: 502 }) }),
    'unavailable',
  ],
  ['a server error with a code', answered(500, { code: 'server_error' }), 'unavailable'],
  ['a broken connection', Object.assign(new Error(), { code: 'ECONNRESET' }), 'unavailable'],
  ['nothing at all', undefined, 'unavailable'],
  ['null', null, 'unavailable'],
  ['an error because of null', new Error('x', { cause: null }), 'unavailable'],
  ['an error in another', new Error('x', { cause: answered(400, { error: 'invalid_grant' }) }), 'ended'],
] as const) {
  test(`classifies ${what} as ${failure}`, () => assert.equal(refreshFailure(error), failure));
}
