import { explainStartError, HELP, readCommandLine, refuseProduction } from './command-line.ts';
import { API_KEY, CLIENT_ID, SEED_PASSWORD } from './config.ts';
import { startServer } from './server.ts';

/** `pnpm emulator`: Local WorkOS alone, until a signal ends it. */
export async function run(args: string[]): Promise<void> {
  try {
    const { options, reset, help } = readCommandLine(args);
    if (help) return console.log(HELP);
    refuseProduction(process.env);
    const server = await startServer({ ...options, reset });
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => server.close().then(() => process.exit(0)));
    }
    console.log(`Local WorkOS is at ${server.origin}
  API key ${API_KEY}, client ID ${CLIENT_ID}, password of the seeded people '${SEED_PASSWORD}'`);
  } catch (error) {
    console.error(explainStartError(error));
    process.exitCode = 1;
  }
}
