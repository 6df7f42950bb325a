import { connect, type Socket } from 'node:net';
import type { Harness } from './harness.ts';

/** Connects, and sends bytes that no HTTP client would. */
export function openConnection({ origin }: Pick<Harness, 'origin'>, bytes: string): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), '127.0.0.1');
    socket.once('error', reject);
    socket.write(bytes, () => resolve(socket));
  });
}

/** Sends bytes, and returns all that comes back until the server hangs up, in whatever way. */
export async function sendBytes(harness: Pick<Harness, 'origin'>, bytes: string): Promise<string> {
  const socket = await openConnection(harness, bytes);
  let answer = '';
  socket.setEncoding('utf8').on('data', (text) => {
    answer += text;
  });
  socket.end();
  await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  return answer;
}
