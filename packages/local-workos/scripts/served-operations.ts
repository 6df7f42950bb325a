import { hostedRoutes } from '../src/page-routes.ts';
import { apiRoutes } from '../src/routes.ts';
import { startServer } from '../src/server.ts';
import { widgetRoutes } from '../src/widget-routes.ts';
import type { IsServed, Operation } from './supported-document.ts';

/** Reads the served operations from the routers. */
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

/** `GET /organizations/:` for `{id}`, `:organizationId` and `:id{[0-9]+}`: parameter names are ignored. */
function withoutNames({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path.replace(/:\w+(\{[^}]*\})?|\{\w+\}/g, ':')}`;
}
