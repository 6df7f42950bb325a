import assert from 'node:assert/strict';
import { test } from 'node:test';
import { oldSignIns } from './unfinished-sign-ins.ts';

const begun = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `wos-auth-verifier-${index}` }));

test('keeps sign-ins that may still be open', () => {
  assert.deepEqual(oldSignIns([...begun(8), { name: 'wos-session' }]), []);
});

test('deletes only sign-in cookies, and only when there are too many', () => {
  const names = oldSignIns([...begun(9), { name: 'wos-session' }, { name: 'theme' }]);
  assert.deepEqual(
    names,
    begun(9).map(({ name }) => name),
  );
});
