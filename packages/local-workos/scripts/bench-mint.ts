import { generateKeyPairSync, sign } from 'node:crypto';
import { Agent } from 'node:http';
import { mintCall } from './bench-lists.ts';
import { ACME, MARCELINA, type Program, processorSeconds, send } from './bench-program.ts';
import { percentile } from './bench-statistics.ts';

export interface MintResult {
  /** RSA-2048 signatures a second of one core of this machine, before and after. */
  rsaRates: number[];
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
  await repeat(1, () => send(agent, call));

  const rsaBefore = rsaRate();
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
    tokensPerSecond: mintMilliseconds.length / elapsed,
    cores: before === undefined || after === undefined ? undefined : (after - before) / elapsed,
    mintMilliseconds,
    healthAlone,
    healthBeside,
  };
}

export function mintRows(result: MintResult): string[][] {
  const { rsaRates, tokensPerSecond, cores, mintMilliseconds, healthAlone, healthBeside } = result;
  const rsa = rsaRates.reduce((sum, rate) => sum + rate, 0) / rsaRates.length;
  const perCore = cores && tokensPerSecond / cores;
  const both = (samples: readonly number[]) =>
    `${percentile(samples, 0.5).toFixed(2)} / ${percentile(samples, 0.99).toFixed(2)} ms`;
  return [
    ['RSA-2048 signatures a second, one core', rsaRates.map((rate) => rate.toFixed(0)).join(', ')],
    ['tokens a second', tokensPerSecond.toFixed(0)],
    ['cores used', cores?.toFixed(2) ?? 'unknown'],
    ['tokens a second per core used', perCore?.toFixed(0) ?? 'unknown'],
    ['of the RSA rate', perCore ? (perCore / rsa).toFixed(2) : 'unknown'],
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
