/** How long a page waits for something optional, in milliseconds. */
export const A_MOMENT = 1_000;

/** Something took too long to wait for. It may still be running, and may still succeed. */
export class TookTooLong extends Error {
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms.`);
  }
}

/** How long this process may be too busy to look before that time no longer counts, in milliseconds. */
const SLICE = 50;

/**
 * Waits for `work`, at most this many milliseconds. Time in which this process was too busy to take an answer doesn't
 * count, or a burst of requests would look like a slow WorkOS. @throws TookTooLong, or what `work` throws.
 */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const wait = (left: number) => {
      const next = () => (left > SLICE ? wait(left - SLICE) : reject(new TookTooLong(milliseconds)));
      timer = setTimeout(next, Math.min(left, SLICE));
    };
    wait(milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
