import { Hono } from 'hono';
import { z } from 'zod';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { listResponse, pageQuery } from '../http/pagination.ts';
import { readQuery } from '../http/request-body.ts';
import {
  CONNECTION_TYPES,
  type ConnectionType,
  isConnectionType,
  isOpenIdConnect,
  publicConnectionType,
} from '../store/connection-types.ts';
import {
  type Connection,
  connectionDomains,
  connectionKey,
  deleteConnection,
  findConnection,
} from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listPage, whereDefined } from '../store/pagination.ts';

const connectionQuery = pageQuery.extend({
  connection_type: z
    .string()
    .refine((type) => connectionTypes(type).length > 0 || OTHER_TYPES.test(type), 'unknown connection type')
    .transform(connectionTypes)
    .optional(),
  domain: z.string().optional(),
  organization_id: z.string().optional(),
  search: z.string().optional(),
});

/** `/connections`: https://workos.com/docs/reference/sso/connection */
export function connectionRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  const find = (id: string) => orNotFound(findConnection(db, id), 'Connection', id);

  app.get('/connections', (c) => {
    const query = readQuery(c, connectionQuery);
    const parameters = {
      organizationId: query.organization_id,
      types: query.connection_type && JSON.stringify(query.connection_type),
      search: query.search,
      domain: query.domain,
    };
    const where = whereDefined(
      {
        organizationId: 'organization_id = :organizationId',
        types: 'connection_type IN (SELECT value FROM json_each(:types))',
        search: 'instr(lower(name), lower(:search)) > 0',
        domain: `id IN (SELECT connection_id FROM connection_domains
          JOIN organization_domains ON organization_domains.id = organization_domain_id WHERE domain = :domain)`,
      },
      parameters,
    );
    const page = listPage<Connection>(db, query, {
      select: `SELECT * FROM connections ${where}`,
      parameters,
    });
    return c.json(listResponse(page, (connection) => serialize(db, connection)));
  });

  app.get('/connections/:id', (c) => c.json(serialize(db, find(c.req.param('id')))));

  app.delete('/connections/:id', (c) => {
    deleteConnection(db, find(c.req.param('id')));
    return c.body(null, 204);
  });

  return app;
}

/** Types of the public API that Local WorkOS has no connections for. */
const OTHER_TYPES = /^\w+OAuth$|^MagicLink$/;

/** The types with this public name. */
function connectionTypes(publicType: string): ConnectionType[] {
  return Object.keys(CONNECTION_TYPES)
    .filter(isConnectionType)
    .filter((type) => publicConnectionType(type) === publicType);
}

function serialize(db: Database, connection: Connection) {
  const { id, organization_id, connection_type: type, name, state } = connection;
  const isSaml = !isOpenIdConnect(type);
  return {
    object: 'connection' as const,
    id,
    organization_id,
    connection_type: publicConnectionType(type),
    name,
    state,
    status: state === 'active' ? ('linked' as const) : ('unlinked' as const),
    domains: connectionDomains(db, connection).map((domain) => ({
      id: domain.id,
      object: 'connection_domain' as const,
      domain: domain.domain,
    })),
    ...(isSaml ? { options: { signing_cert: connectionKey(db, id)?.value ?? null } } : {}),
    created_at: connection.created_at,
    updated_at: connection.updated_at,
  };
}
