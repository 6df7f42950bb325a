/** How long a page waits for something optional, in milliseconds. */
export const A_MOMENT = 1_000;

/** Something took too long to wait for. It may still be running, and may still succeed. */
export class TookTooLong extends Error {
  constructor(milliseconds: number) {
    super(`No answer within ${milliseconds} ms.`);
  }
}

/** Waits for `work`, at most this many milliseconds. @throws TookTooLong, or what `work` throws. */
export async function within<Result>(milliseconds: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TookTooLong(milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
