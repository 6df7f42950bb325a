import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldSignIns } from './unfinished-sign-ins.ts';

const begun = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `wos-auth-verifier-${index}` }));

test('keeps the sign-ins that may be under way', () => {
  assert.deepEqual(oldSignIns([...begun(8), { name: 'wos-session' }]), []);
});

test('forgets them when there are too many, and nothing else', () => {
  const names = oldSignIns([...begun(9), { name: 'wos-session' }, { name: 'theme' }]);
  assert.deepEqual(
    names,
    begun(9).map(({ name }) => name),
  );
});
