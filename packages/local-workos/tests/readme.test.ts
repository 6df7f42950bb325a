import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { HELP } from '../src/command-line.ts';
import { startServer } from '../src/server.ts';

const README = read('../README.md');

test('the README shows the tested examples', () => {
  for (const example of ['vitest/invitations.test.ts', 'playwright/playwright.config.ts']) {
    assert.ok(README.includes(`\`\`\`ts\n${read(`../examples/${example}`)}\`\`\``), example);
  }
});

test('the README names every flag', () => {
  for (const [flag] of HELP.matchAll(/^ {2}(--[\w-]+)/gm)) {
    if (flag.trim() !== '--help') assert.ok(README.includes(`\`${flag.trim()}`), flag);
  }
});

test('the seed file in the README is valid', async () => {
  const text = /```yaml\n(.*?)```/s.exec(README)?.[1] ?? '';
  const server = await startServer({ port: 0, data: ':memory:', seed: parse(text) });
  await server.close();
});

function read(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
