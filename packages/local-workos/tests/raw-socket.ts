import { connect } from 'node:net';
import type { Harness } from './harness.ts';

/** Sends bytes that no HTTP client would, and returns all that comes back until the server hangs up. */
export async function sendBytes({ origin }: Pick<Harness, 'origin'>, bytes: string): Promise<string> {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1').setEncoding('utf8');
  let answer = '';
  socket.on('data', (text) => {
    answer += text;
  });
  socket.end(bytes);
  await new Promise((resolve) => socket.on('error', () => {}).once('close', resolve));
  return answer;
}
