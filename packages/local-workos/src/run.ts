import { explainStartError, HELP, readCommandLine, refuseProduction } from './command-line.ts';
import { API_KEY, CLIENT_ID, SEED_PASSWORD } from './http/options.ts';
import { runCommand } from './run-command.ts';
import { type RunningServer, startServer } from './server.ts';

/** The program: Local WorkOS until a signal ends it, or for as long as the command after `--` runs. */
export async function run(args: string[]): Promise<void> {
  try {
    const { options, reset, help, command } = readCommandLine(args);
    if (help) return console.log(HELP);
    refuseProduction(process.env);
    const server = await startServer({ ...options, reset });
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

function introduce({ origin }: RunningServer): void {
  console.log(`Local WorkOS is at ${origin}
  API key ${API_KEY}, client ID ${CLIENT_ID}, password of the seeded people '${SEED_PASSWORD}'`);
}
