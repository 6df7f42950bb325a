import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPath } from './paths.ts';

for (const path of ['/', '/users', '/users?search=a//b', '/a/../b', '/@evil.example', '/%5Cevil.example']) {
  test(`accepts ${path}`, () => assert.equal(isPath(path), true));
}

for (const text of [
  '',
  'users',
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '/\n//evil.example',
  '\t//evil.example',
  'javascript:alert(1)',
  '///evil.example',
]) {
  test(`refuses ${JSON.stringify(text)}`, () => assert.equal(isPath(text), false));
}
