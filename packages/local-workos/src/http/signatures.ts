import { type KeyObject, sign } from 'node:crypto';
import { availableParallelism } from 'node:os';

/**
 * How many signatures are made at once. The server's own thread keeps a core, and one of Node's four worker threads
 * stays free for whatever else needs one, such as the check of a token.
 */
const AT_ONCE = Math.max(1, Math.min(3, availableParallelism() - 1));

const waiting: (() => void)[] = [];
let running = 0;

/** Signs with RSA and SHA-256 on a worker thread, in the order of the calls. */
export async function signOnWorker(key: KeyObject, data: string): Promise<Buffer> {
  if (running >= AT_ONCE) await new Promise<void>((resolve) => waiting.push(resolve));
  else running++;
  try {
    return await new Promise((resolve, reject) =>
      sign('sha256', Buffer.from(data), key, (error, signature) =>
        error ? reject(error) : resolve(signature),
      ),
    );
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }
}
