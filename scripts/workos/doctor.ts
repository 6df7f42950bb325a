import { parseArgs } from 'node:util';
import { checks, type Finding } from './checks.ts';
import { runCommand } from './command.ts';
import { loadEnvFiles } from './env-file.ts';

const HELP = `Checks whether this app can run with your WorkOS environment. Changes nothing.

Usage: pnpm workos:doctor [--json]

Exit code 0 when there is no problem (warnings may be), 1 when there is one.`;

await runCommand('workos:doctor', HELP, async (args) => {
  const { values: flags } = parseArgs({ args, options: { json: { type: 'boolean', default: false } } });
  loadEnvFiles();
  const findings = await checks();
  if (flags.json) console.log(JSON.stringify({ findings }, null, 2));
  else for (const finding of findings) console.log(line(finding));
  process.exitCode = findings.some(({ result }) => result === 'problem') ? 1 : 0;
});

function line({ result, check, message, fix }: Finding): string {
  return `${result.padEnd(7)}  ${check}: ${message}${fix ? `\n         → ${fix}` : ''}`;
}
