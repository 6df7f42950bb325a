import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');
const lockfile = read('pnpm-lock.yaml');
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };

describe('the lockfile', () => {
  const resolutions = lockfile.match(/^ {4}resolution: .*$/gm) ?? [];

  test('has an integrity for every package', () => {
    assert.ok(resolutions.length > 100);
    const without = resolutions.filter(
      (line) => !/^ {4}resolution: \{integrity: sha512-[A-Za-z0-9+/]{86}==\}$/.test(line),
    );
    assert.deepEqual(without, []);
    const packages = lockfile.slice(lockfile.indexOf('\npackages:'), lockfile.indexOf('\nsnapshots:'));
    assert.equal(packages.match(/^ {2}\S.*:$/gm)?.length, resolutions.length);
  });

  for (const [what, source] of [
    ['a tarball', /tarball:|\.tgz/],
    ['a Git repository', /git\+|git:\/\/|github:|gitlab:|bitbucket:|codeload/],
    ['a folder outside', /(link|file):\.\./],
    ['a registry of its own', /registry:|https?:\/\//],
  ] as const) {
    test(`takes nothing from ${what}`, () => assert.doesNotMatch(lockfile, source));
  }

  test('overrides and patches nothing', () =>
    assert.doesNotMatch(lockfile, /^(overrides|patchedDependencies):/m));
});

test('no package runs a script when it is installed', () => {
  const workspace = read('pnpm-workspace.yaml');
  assert.match(workspace, /^strictDepBuilds: true$/m);
  // The installation fails if a package wants to. One that needs it is reviewed, and gets a line here and there.
  assert.doesNotMatch(workspace, /^(allowBuilds|onlyBuiltDependencies|dangerouslyAllowAllBuilds):/m);
});

test('docs/architecture.md says what each dependency is for', () => {
  const listed = [...read('docs/architecture.md').matchAll(/^- `([^`]+)`: \S/gm)].map(([, name]) => name);
  assert.deepEqual(listed, Object.keys(dependencies));
});
