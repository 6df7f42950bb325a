import { readFile } from 'node:fs/promises';
import { type Problem, pathText, problemsOf, SeedError } from './problems.ts';
import { referenceProblems } from './references.ts';
import { type Seed, type SeedInput, seedSchema } from './schema.ts';
import { uniquenessProblems } from './uniqueness.ts';

/**
 * Reads and checks a seed.
 * @param source Path or content of a YAML or JSON file. Defaults to the seed that ships with Local WorkOS.
 * @throws SeedError that names the problem, with line and column for files.
 */
export async function loadSeed(source?: string | SeedInput): Promise<Seed> {
  if (source === undefined) return readDefaultSeed();
  return typeof source === 'string' ? readSeedFile(source) : checkSeed(source, () => 'seed');
}

/** Reads the default seed, which was already checked when `default.json` was generated. */
async function readDefaultSeed(): Promise<Seed> {
  return JSON.parse(await readFile(new URL('default.json', import.meta.url), 'utf8'));
}

/** @throws SeedError that names the problem, with line and column. */
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

/** @param place Returns the position of a problem. */
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
