// Runs a command of package.json: `node scripts/run.mjs dev`. Plain JavaScript, so that an old Node can still say
// what is wrong.
import { existsSync } from 'node:fs';
import * as nodeModule from 'node:module';

const [name = '', ...args] = process.argv.slice(2);
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `This needs Node 22.18 or newer, and Node is ${process.versions.node} here. Without installing it: npx -y -p node@24 -p pnpm@12 pnpm ${process.env.npm_lifecycle_event ?? name}`,
  );
  process.exit(1);
}

// Next provides this module, which only marks code that must not reach the browser.
nodeModule.registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'server-only'
      ? { url: 'data:text/javascript,', shortCircuit: true }
      : next(specifier, context),
});

const script = new URL(name.endsWith('.ts') ? `../${name}` : `${name}.ts`, import.meta.url);
if (existsSync(script)) {
  process.argv = [process.argv[0] ?? 'node', script.pathname, ...args];
  await import(script.href);
} else {
  console.error(`${name} is not here. Local WorkOS's commands go with its folder, packages/local-workos.`);
  process.exit(1);
}
