import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { webAddress } from './readme-address.ts';

for (const [remote, address] of [
  ['git@github.com:acme/product.git', 'https://github.com/acme/product'],
  ['ssh://git@gitlab.com/acme/group/product.git', 'https://gitlab.com/acme/group/product'],
  ['https://github.com/acme/product', 'https://github.com/acme/product'],
  ['https://user:token@github.com/acme/product.git\n', 'https://github.com/acme/product'],
  ['/home/ada/product', undefined],
  ['', undefined],
] as const) {
  test(`reads ${address} from ${JSON.stringify(remote)}`, () => {
    assert.equal(webAddress(remote), address);
  });
}

test('writes the repository’s address into the README once', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const readme = join(folder, 'README.md');
  writeFileSync(
    readme,
    'u=https%3A%2F%2Fgithub.com%2FOWNER%2FREPOSITORY https://github.com/OWNER/REPOSITORY\n',
  );
  execFileSync('git', ['init', '--quiet'], { cwd: folder });
  execFileSync('git', ['remote', 'add', 'origin', 'git@github.com:acme/product.git'], { cwd: folder });
  const module = pathToFileURL(join(import.meta.dirname, 'readme-address.ts')).href;
  const run = () =>
    execFileSync(
      process.execPath,
      ['-e', `import('${module}').then((m) => console.log(m.addressReadme()))`],
      {
        cwd: folder,
        encoding: 'utf8',
      },
    ).trim();
  assert.equal(run(), 'https://github.com/acme/product');
  const expected = 'u=https%3A%2F%2Fgithub.com%2Facme%2Fproduct https://github.com/acme/product\n';
  assert.equal(readFileSync(readme, 'utf8'), expected);
  assert.equal(run(), 'undefined');
});
