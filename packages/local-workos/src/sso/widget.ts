import type { SsoConnection } from '@workos-inc/widgets/experimental/api/fetch';
import { Hono } from 'hono';
import { callerOrganization, requirePermission } from '../http/caller.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { isOpenIdConnect } from '../store/connection-types.ts';
import {
  type Connection,
  type ConnectionKey,
  connectionKey,
  isExpired,
  listConnections,
} from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listSsoSessions, ssoSessionState } from '../store/sso-sessions.ts';

const PATH = '/_widgets/admin-portal/sso-connections';

/** The API of `<AdminPortalSsoConnection>`, which shows the first connection. */
export function ssoConnectionRoutes({ db }: LocalWorkOS): Hono {
  const app = new Hono();
  app.get(PATH, requirePermission('widgets:sso:manage'), (c) => {
    const connections = listConnections(db, callerOrganization(c).id);
    return c.json<SsoConnection[]>(connections.map((connection) => serialize(db, connection)));
  });
  return app;
}

const STATES = { active: 'Active', inactive: 'Inactive' } as const;

function serialize(db: Database, connection: Connection): SsoConnection {
  const { id, name, connection_type: type } = connection;
  const [lastSession] = listSsoSessions(db, id, 1);
  const common = {
    id,
    name,
    state: STATES[connection.state],
    createdAt: connection.created_at,
    lastSession: lastSession
      ? { id: lastSession.id, createdAt: lastSession.created_at, state: ssoSessionState(db, lastSession) }
      : null,
  };
  return isOpenIdConnect(type)
    ? { ...common, type, providerTag: 'OpenIdConnect' }
    : { ...common, type, providerTag: 'Saml', ...certificates(db, connectionKey(db, id)) };
}

/** The widget warns about an expiring certificate and an expired one. */
function certificates(db: Database, key: ConnectionKey | undefined) {
  if (!key) return { x509Certificates: [], latestExpiringCertificate: null, latestExpiredCertificate: null };
  const { id, value, not_before: notBefore, not_after: notAfter } = key;
  const certificate = { id, value, notBefore, notAfter, lastExpiryEventSentAt: null };
  const expired = isExpired(db, key);
  return {
    x509Certificates: [certificate],
    latestExpiringCertificate: expired ? null : certificate,
    latestExpiredCertificate: expired ? certificate : null,
  };
}
