import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { after } from 'node:test';

export interface Received {
  headers: Record<string, string | string[] | undefined>;
  body: string;
  /** The event in the body. */
  event: { id: string; event: string; data: Record<string, unknown> };
}

/** An app that receives webhooks. */
export interface Receiver {
  url: string;
  received: Received[];
  /** Its next answers; 200 when there are none left. A function decides when it is asked. */
  answers: (number | (() => Promise<number>))[];
  /** Stops listening. */
  close(): Promise<void>;
  /** Waits until this is so. */
  until(condition: (received: readonly Received[]) => boolean): Promise<void>;
}

export async function startReceiver(): Promise<Receiver> {
  let waiting: (() => void)[] = [];
  const receiver: Receiver = {
    url: '',
    received: [],
    answers: [],
    close: () => new Promise((resolve) => server.close(() => resolve())),
    async until(condition) {
      while (!condition(receiver.received)) {
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };
  const server = createServer(async (request, response) => {
    const body = await text(request);
    receiver.received.push({ headers: request.headers, body, event: JSON.parse(body) });
    const answer = receiver.answers.shift() ?? 200;
    response.statusCode = typeof answer === 'number' ? answer : await answer();
    response.end(`answer ${response.statusCode}`);
    for (const resolve of waiting.splice(0)) resolve();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  after(() => {
    server.close();
    server.closeAllConnections();
    waiting = [];
  });
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks`;
  return receiver;
}
