/** The input is wrong, and nothing was changed. */
export class InputError extends Error {}

/** Runs a command with its arguments. Turns every error into one clear line and exit code 1. */
export async function runCommand(
  name: string,
  help: string,
  run: (args: string[]) => Promise<void>,
): Promise<void> {
  const given = process.argv.slice(2);
  // pnpm passes on the `--` that separates its own flags from these.
  const args = given[0] === '--' ? given.slice(1) : given;
  try {
    if (args.includes('--help')) console.log(help);
    else await run(args);
  } catch (error) {
    console.error(`\n${explain(error, name)}`);
    process.exitCode = 1;
  }
}

function explain(error: unknown, name: string): string {
  if (!(error instanceof Error)) return String(error);
  if (!('code' in error) || !String(error.code).startsWith('ERR_PARSE_ARGS')) return error.message;
  // The first sentence says what is wrong. The others explain how to escape dashes.
  const [what = error.message] = error.message.split(/\.\s/);
  return `${what.replace(/\.$/, '')}. See the options with: pnpm ${name} --help`;
}
