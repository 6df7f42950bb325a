import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { type Problem, pathText, problemsOf, SeedError } from './problems.ts';
import { referenceProblems } from './references.ts';
import { type Seed, type SeedInput, seedSchema } from './schema.ts';
import { uniquenessProblems } from './uniqueness.ts';

const DEFAULT_FILE = fileURLToPath(new URL('default.yaml', import.meta.url));

/** Read once: test runners start many servers in one process. */
let defaultSeed: Promise<Seed> | undefined;

/**
 * Reads and checks a seed.
 * @param source The path of a YAML or JSON file, or what one would say; left out, the seed that comes with
 *   Local WorkOS.
 * @throws SeedError that says what is wrong, for files with line and column.
 */
export async function loadSeed(source?: string | SeedInput): Promise<Seed> {
  if (source === undefined) {
    defaultSeed ??= readSeedFile(DEFAULT_FILE);
    return defaultSeed;
  }
  return typeof source === 'string' ? readSeedFile(source) : checkSeed(source, () => 'seed');
}

/** @throws SeedError that says what is wrong, with line and column. */
export async function readSeedFile(path: string): Promise<Seed> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new SeedError(`The seed file ${path} cannot be read (${error.code ?? error.message}).`);
  });
  const { parseSeedText } = await import('./yaml.ts');
  const { value, errors, positionOf } = parseSeedText(text);
  if (errors.length > 0) {
    throw new SeedError(errors.map(({ position, message }) => `${path}:${position} ${message}`).join('\n'));
  }
  return checkSeed(value, (problem) => `${path}:${positionOf(problem.path)}`);
}

/** @param place Where a problem is, for whoever has to mend it. */
function checkSeed(value: unknown, place: (problem: Problem) => string): Seed {
  const refuse = (problems: readonly Problem[]) => {
    if (problems.length === 0) return;
    const lines = problems.map((problem) =>
      `${place(problem)} ${pathText(problem.path)}: ${problem.message}`.replace(' :', ':'),
    );
    throw new SeedError(lines.join('\n'));
  };
  refuse(problemsOf(seedSchema, value));
  const seed = seedSchema.parse(value);
  refuse([...uniquenessProblems(seed), ...referenceProblems(seed)]);
  return seed;
}
