import { spawnSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** `pnpm build:standalone`: a build whose folder runs by itself, with plain Node. */
const folder = process.env.NEXT_DIST_DIR ?? '.next';

const { status } = spawnSync(process.execPath, ['node_modules/next/dist/bin/next', 'build'], {
  stdio: 'inherit',
  env: { ...process.env, NEXT_OUTPUT: 'standalone' },
});
if (status !== 0) process.exit(status ?? 1);

// Next leaves these two out, for who serves them from elsewhere.
const standalone = join(folder, 'standalone');
cpSync(join(folder, 'static'), join(standalone, folder, 'static'), { recursive: true });
if (existsSync('public')) cpSync('public', join(standalone, 'public'), { recursive: true });
console.log(`\nRun it: node ${join(standalone, 'server.js')}`);
