import { apiRoutes, hostedRoutes, widgetRoutes } from '../src/routes.ts';
import { startServer } from '../src/server.ts';
import type { IsServed, Operation } from './supported-document.ts';

/** Asks the routers themselves what they serve. */
export async function servedOperations(): Promise<IsServed> {
  const server = await startServer({ port: 0, data: ':memory:' });
  try {
    const routes = [...apiRoutes, ...hostedRoutes, ...widgetRoutes].flatMap(
      (make) => make(server.local).routes,
    );
    const served = new Set(routes.map(({ method, path }) => withoutNames({ method, path })));
    return (operation) => served.has(withoutNames(operation));
  } finally {
    await server.close();
  }
}

/** `GET /organizations/:` for `{id}`, `:organizationId` and `:id{[0-9]+}`: what a parameter is called says nothing. */
function withoutNames({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path.replace(/:\w+(\{[^}]*\})?|\{\w+\}/g, ':')}`;
}
