import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSameOrigin } from './same-origin.ts';

const APP = 'https://app.example';

for (const [headers, expected] of [
  [{}, true],
  [{ 'sec-fetch-site': 'same-origin' }, true],
  [{ 'sec-fetch-site': 'same-site' }, false],
  [{ 'sec-fetch-site': 'cross-site' }, false],
  [{ 'sec-fetch-site': 'none' }, false],
  [{ 'sec-fetch-site': 'cross-site', origin: APP }, false],
  [{ origin: APP }, true],
  [{ origin: 'http://app.example' }, false],
  [{ origin: 'https://app.example.evil.example' }, false],
  [{ origin: 'https://app.example:8443' }, false],
  [{ origin: 'https://evil.example' }, false],
  [{ origin: 'null' }, false],
  [{ origin: '' }, false],
] as const) {
  test(`${JSON.stringify(headers)} is ${expected ? '' : 'not '}from the app`, () => {
    assert.equal(isSameOrigin(new Headers(headers), APP), expected);
  });
}
