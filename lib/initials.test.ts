import assert from 'node:assert/strict';
import { test } from 'node:test';
import { initials } from './initials.ts';

for (const [name, expected] of [
  ['Ada Lovelace', 'AL'],
  ['ada', 'A'],
  ['  Juan  Carlos Ortega ', 'JC'],
  ['𠮷野 家', '𠮷家'],
  ['😀 Smile', '😀S'],
  ['👩‍👩‍👧 Family', '👩‍👩‍👧F'],
  ['', ''],
] as const) {
  test(`gives ${JSON.stringify(name)} the initials ${JSON.stringify(expected)}`, () =>
    assert.equal(initials(name), expected));
}
