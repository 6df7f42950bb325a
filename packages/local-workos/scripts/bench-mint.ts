import { generateKeyPairSync, sign } from 'node:crypto';
import { Agent } from 'node:http';
import { availableParallelism } from 'node:os';
import { mintCall } from './bench-lists.ts';
import { ACME, MARCELINA, type Program, processorSeconds, send } from './bench-program.ts';
import { percentile } from './bench-statistics.ts';

export interface MintResult {
  /** RSA-2048 signatures a second of processor time, before and after: with one core at work, and with all. */
  rsaRates: number[];
  busyRsaRates: number[];
  tokensPerSecond: number;
  /** Cores that the program used, or undefined where the system does not tell. */
  cores: number | undefined;
  mintMilliseconds: number[];
  /** Another request, one at a time: alone, and during the load. */
  healthAlone: number[];
  healthBeside: number[];
}

/** Mints widget tokens with several clients at once, and compares with the machine's own rate. */
export async function measureMinting(
  program: Program,
  { seconds = 5, clients = 8 }: { seconds?: number; clients?: number } = {},
): Promise<MintResult> {
  const agent = new Agent({ keepAlive: true, maxSockets: clients + 1 });
  const call = mintCall(program.origin, { organization_id: ACME, user_id: MARCELINA });
  const health = async () => (await send(agent, { url: `${program.origin}/health` })).milliseconds;
  // Until the code that runs often has been compiled.
  for (let index = 0; index < 1500; index++) await send(agent, call);

  const rsaBefore = rsaRate();
  const busyBefore = await busyRsaRate();
  const healthAlone = await repeat(1, health);
  const mintMilliseconds: number[] = [];
  const before = processorSeconds(program.pid);
  const start = performance.now();
  const [healthBeside] = await Promise.all([
    repeat(seconds, async () => {
      await new Promise((resolve) => setTimeout(resolve, 10));
      return health();
    }),
    ...Array.from({ length: clients }, () =>
      repeat(seconds, async () => mintMilliseconds.push((await send(agent, call)).milliseconds)),
    ),
  ]);
  const elapsed = (performance.now() - start) / 1000;
  const after = processorSeconds(program.pid);
  agent.destroy();
  return {
    rsaRates: [rsaBefore, rsaRate()],
    busyRsaRates: [busyBefore, await busyRsaRate()],
    tokensPerSecond: mintMilliseconds.length / elapsed,
    cores: before === undefined || after === undefined ? undefined : (after - before) / elapsed,
    mintMilliseconds,
    healthAlone,
    healthBeside,
  };
}

export function mintRows(result: MintResult): string[][] {
  const { rsaRates, busyRsaRates, tokensPerSecond, cores, mintMilliseconds, healthAlone, healthBeside } =
    result;
  const mean = (rates: readonly number[]) => rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const share = (rates: readonly number[]) => (perCore ? (perCore / mean(rates)).toFixed(2) : 'unknown');
  const perCore = cores && tokensPerSecond / cores;
  const both = (samples: readonly number[]) =>
    `${percentile(samples, 0.5).toFixed(2)} / ${percentile(samples, 0.99).toFixed(2)} ms`;
  return [
    ['RSA-2048 signatures per core, one at work', rsaRates.map((rate) => rate.toFixed(0)).join(', ')],
    ['RSA-2048 signatures per core, all at work', busyRsaRates.map((rate) => rate.toFixed(0)).join(', ')],
    ['tokens a second', tokensPerSecond.toFixed(0)],
    ['cores used', cores?.toFixed(2) ?? 'unknown'],
    ['tokens a second per core used', perCore?.toFixed(0) ?? 'unknown'],
    ['of the RSA rate, one at work', share(rsaRates)],
    ['of the RSA rate, all at work', share(busyRsaRates)],
    ['a token: median / p99', both(mintMilliseconds)],
    ['/health alone: median / p99', both(healthAlone)],
    ['/health beside: median / p99', both(healthBeside)],
  ];
}

async function repeat<Result>(seconds: number, work: () => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const end = performance.now() + seconds * 1000; performance.now() < end; ) results.push(await work());
  return results;
}

/** Signatures a second of processor time, so that other programs on the machine do not count. */
function rsaRate(): number {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(400, 1);
  let signatures = 0;
  const before = process.cpuUsage();
  for (const end = performance.now() + 1500; performance.now() < end; signatures++) {
    sign('sha256', data, privateKey);
  }
  const { user, system } = process.cpuUsage(before);
  return (signatures * 1_000_000) / (user + system);
}

/** The same with every core at work, as it is while clients and server run: cores may share their parts. */
async function busyRsaRate(): Promise<number> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const data = Buffer.alloc(400, 1);
  const signOnce = () =>
    new Promise<void>((resolve, reject) =>
      sign('sha256', data, privateKey, (error) => (error ? reject(error) : resolve())),
    );
  const before = process.cpuUsage();
  const rounds = await Promise.all(
    Array.from({ length: availableParallelism() }, () => repeat(1.5, signOnce)),
  );
  const { user, system } = process.cpuUsage(before);
  return (rounds.flat().length * 1_000_000) / (user + system);
}
