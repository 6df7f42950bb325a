import { enableCompileCache } from 'node:module';

// Halves the time to start, from the second time on. It has to come before the other modules.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
