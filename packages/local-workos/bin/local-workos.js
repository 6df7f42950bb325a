#!/usr/bin/env node
// Plain JavaScript that an old Node can read, so that it can still say what is wrong.
import { existsSync } from 'node:fs';

if (process.getBuiltinModule?.('node:sqlite')) {
  // The repository has the source, a published package what `tsc` made of it.
  const source = new URL('../src/main.ts', import.meta.url);
  await import(existsSync(source) ? source.href : new URL('../dist/main.js', import.meta.url).href);
} else {
  console.error(
    `Local WorkOS needs Node 22.18 or newer. This is Node ${process.versions.node}. Without installing it: npx -y -p node@24 -p local-workos local-workos`,
  );
  process.exitCode = 1;
}
