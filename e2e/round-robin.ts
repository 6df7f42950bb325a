import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { StartedServer } from './servers.ts';

/** A load balancer that sends requests to the servers in turn, unchanged. */
export async function startRoundRobin(port: number, servers: readonly StartedServer[]) {
  const served = servers.map(() => 0);
  let turn = 0;
  const balancer = createServer((incoming, outgoing) => {
    const index = turn++ % servers.length;
    served[index] = (served[index] ?? 0) + 1;
    const { method, headers, url: path } = incoming;
    const forwarded = request(new URL(path ?? '/', servers[index]?.origin), { method, headers });
    forwarded.on('response', (response) => {
      outgoing.writeHead(response.statusCode ?? 502, response.rawHeaders);
      pipeline(response, outgoing).catch(() => {});
    });
    forwarded.on('error', () => outgoing.destroy());
    pipeline(incoming, forwarded).catch(() => {});
  });
  balancer.listen(port, 'localhost');
  await once(balancer, 'listening');
  return {
    origin: `http://localhost:${port}`,
    /** The number of requests that each server got. */
    served,
    stop: async () => {
      balancer.closeAllConnections();
      balancer.close();
      await once(balancer, 'close');
    },
  };
}
