import {
  explainStartError,
  HELP,
  readCommandLine,
  refuseLiveKeyFiles,
  refuseProduction,
} from './command-line.ts';
import { apiKey } from './http/api-key.ts';
import { CLIENT_ID } from './http/options.ts';
import { runCommand } from './run-command.ts';
import { type RunningServer, startServer } from './server.ts';
import { seedPassword } from './store/environment.ts';

/** The program: Local WorkOS until a signal ends it, or for as long as the command after `--` runs. */
export async function run(args: string[]): Promise<void> {
  try {
    const { options, seed, reset, help, command } = readCommandLine(args);
    if (help) return console.log(HELP);
    refuseProduction(process.env);
    refuseLiveKeyFiles(process.cwd());
    const server = await startServer({ ...options, seed, reset });
    introduce(server);
    if (command.length > 0) {
      process.exitCode = await runCommand(server, command).finally(() => server.close());
    } else {
      for (const signal of ['SIGINT', 'SIGTERM'] as const) {
        process.once(signal, () => server.close().then(() => process.exit(0)));
      }
    }
  } catch (error) {
    console.error(explainStartError(error));
    process.exitCode = 1;
  }
}

function introduce({ local, origin }: RunningServer): void {
  const password = seedPassword(local.db);
  console.log(`Local WorkOS is at ${origin}
  API key ${apiKey(local.db)}, client ID ${CLIENT_ID}${password ? `, password of the seeded people '${password}'` : ''}`);
}
