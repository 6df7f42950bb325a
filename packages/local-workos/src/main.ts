import { enableCompileCache } from 'node:module';

// Halves the startup time from the second start on. Must run before the other modules load.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.argv.slice(2));
