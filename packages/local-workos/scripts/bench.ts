import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { globalAgent } from 'node:http';
import { parseArgs } from 'node:util';
import { buildData } from './bench-data.ts';
import { type Comparison, compareFiles, compareOrganizations } from './bench-lists.ts';
import { measureMinting, mintRows } from './bench-mint.ts';
import { send, startProgram } from './bench-program.ts';
import { median, percentile, printTable } from './bench-statistics.ts';

/**
 * `pnpm bench:local`: Local WorkOS with many members beside few, tokens beside the machine's own signatures, and
 * the start with an existing file. Prints medians, p99s, and ratios; judges nothing. The machine's noise is in every
 * number, so compare numbers of one run only.
 */
const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '100000' },
    samples: { type: 'string', default: '400' },
    starts: { type: 'string', default: '15' },
  },
});
const size = Number(values.members);
const samples = Number(values.samples);
const starts = Number(values.starts);
if (!(size > 1000) || !(samples > 0) || !(starts > 0)) {
  console.error(
    'Usage: pnpm bench:local [--members <more than 1000>] [--samples <number>] [--starts <number>]',
  );
  process.exit(1);
}

const building = performance.now();
const large = await buildData([1000, size]);
const small = await buildData([1000]);
const example = await buildData([]);
console.log(`Wrote the data in ${((performance.now() - building) / 1000).toFixed(1)} s.`);
try {
  await compareLists();
  const program = await startProgram(example.folder);
  printTable('POST /widgets/token, 8 clients', ['', ''], mintRows(await measureMinting(program)));
  await program.stop();
  await measureStarts();
} finally {
  for (const { folder } of [large, small, example]) rmSync(folder, { recursive: true, force: true });
}

async function compareLists(): Promise<void> {
  const programs = { large: await startProgram(large.folder), small: await startProgram(small.folder) };
  const target = (file: 'large' | 'small', members: number) => ({
    program: programs[file],
    organizationId: (file === 'large' ? large : small).organizations.get(members) ?? '',
    size: members,
  });
  const organizations = await compareOrganizations(target('large', 1000), target('large', size), samples);
  printComparison(`Organizations of one file: 1000 members beside ${size}`, organizations);
  const files = await compareFiles(target('small', 1000), target('large', size), samples);
  printComparison(`Files: 1000 members beside ${size + 1000}`, files);
  await programs.large.stop();
  await programs.small.stop();
}

function printComparison(title: string, comparisons: readonly Comparison[]): void {
  const milliseconds = (value: number) => value.toFixed(2);
  printTable(
    `${title}, in milliseconds, ${samples} samples`,
    ['', 'median', 'median', 'ratio', 'p99', 'p99', 'ratio'],
    comparisons.map((each) => {
      const [smallP99, largeP99] = [percentile(each.small, 0.99), percentile(each.large, 0.99)];
      return [
        each.name,
        milliseconds(median(each.small)),
        milliseconds(median(each.large)),
        (median(each.large) / median(each.small)).toFixed(2),
        milliseconds(smallP99),
        milliseconds(largeP99),
        (largeP99 / smallP99).toFixed(2),
      ];
    }),
  );
}

/** Node itself in turn, as a measure of the machine. */
async function measureStarts(): Promise<void> {
  const files = { 'example data': example, '1000 members': small, [`${size + 1000} members`]: large };
  const milliseconds = new Map<string, number[]>();
  const note = (name: string, begun: number) =>
    milliseconds.set(name, [...(milliseconds.get(name) ?? []), performance.now() - begun]);
  // The first start fills Node's cache of compiled code.
  for (let index = -1; index < starts; index++) {
    const start = performance.now();
    execFileSync(process.execPath, ['--eval', '0']);
    if (index >= 0) note('node alone', start);
    for (const [name, { folder }] of Object.entries(files)) {
      const begun = performance.now();
      const program = await startProgram(folder);
      await send(globalAgent, { url: `${program.origin}/health` });
      if (index >= 0) note(name, begun);
      await program.stop();
    }
  }
  printTable(
    `Start with an existing file until /health answers, in milliseconds, ${starts} starts`,
    ['', 'fastest', 'median', 'p90'],
    [...milliseconds].map(([name, times]) => [
      name,
      ...[Math.min(...times), median(times), percentile(times, 0.9)].map((time) => time.toFixed(0)),
    ]),
  );
}
