import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** `pnpm build:standalone` builds a folder that plain Node runs. */
const folder = process.env.NEXT_DIST_DIR ?? '.next';

const { status } = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
  stdio: 'inherit',
  env: { ...process.env, NEXT_OUTPUT: 'standalone' },
});
if (status !== 0) process.exit(status ?? 1);

// Next leaves these two out, in case something else serves them.
const standalone = join(folder, 'standalone');
cpSync(join(folder, 'static'), join(standalone, folder, 'static'), { recursive: true });
if (existsSync('public')) cpSync('public', join(standalone, 'public'), { recursive: true });
console.log(`\nRun it: node ${join(standalone, 'server.js')}`);
