import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import './test-next.ts';
import { answerAsWorkOS } from './test-workos.ts';

const api = await answerAsWorkOS();
after(() => api.close());
const { getWorkOS } = await import('@workos-inc/authkit-nextjs');
const { prepareAuthKit } = await import('./prepare-authkit.ts');
const { workos } = await import('./workos.ts');

test('gives AuthKit the client of the app, once', () => {
  assert.notEqual(getWorkOS().client, workos().client);
  prepareAuthKit();
  assert.equal(getWorkOS().client, workos().client);
  const { authenticateWithRefreshToken } = getWorkOS().userManagement;
  prepareAuthKit();
  assert.equal(getWorkOS().userManagement.authenticateWithRefreshToken, authenticateWithRefreshToken);
});
