import { parseArgs } from 'node:util';
import nextEnv from '@next/env';
import { checks, type Finding } from './checks.ts';

const HELP = `Checks whether this app can run with your WorkOS environment. Changes nothing.

Usage: pnpm workos:doctor [--json]

Exit code 0 when there is no problem (warnings may be), 1 when there is one.`;

const { values: flags } = parseArgs({
  options: { json: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
});

if (flags.help) console.log(HELP);
else {
  nextEnv.loadEnvConfig(process.cwd(), true, { info() {}, error: console.error });
  const findings = await checks(process.env);
  if (flags.json) console.log(JSON.stringify({ findings }, null, 2));
  else for (const finding of findings) console.log(line(finding));
  process.exitCode = findings.some(({ result }) => result === 'problem') ? 1 : 0;
}

function line({ result, check, message, fix }: Finding): string {
  return `${result.padEnd(7)}  ${check}: ${message}${fix ? `\n         → ${fix}` : ''}`;
}
