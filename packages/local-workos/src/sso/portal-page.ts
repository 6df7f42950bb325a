import type { Context } from 'hono';
import { html } from 'hono/html';
import { portalPage } from '../admin-portal/portal-page.ts';
import { STATE_LABELS } from '../domains/domain-verification.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { facts, type Html, selectField, time } from '../pages/layout.ts';
import {
  CONNECTION_TYPES,
  isConnectionType,
  isOpenIdConnect,
  providerName,
} from '../store/connection-types.ts';
import {
  type Connection,
  connectionDomains,
  connectionKey,
  isExpired,
  listConnections,
} from '../store/connections.ts';
import type { Database } from '../store/database.ts';
import { listDomains } from '../store/domains.ts';
import type { Organization } from '../store/organizations.ts';
import { listSsoSessions, ssoSessionState } from '../store/sso-sessions.ts';

export const SINGLE_SIGN_ON_PATH = '/portal/single-sign-on';

/** The number of listed sign-ins. */
const SIGN_INS = 5;

interface Validity {
  label: string;
  startDays: number;
  endDays: number;
}

/** The validity periods of a certificate, which cover each state that the widget shows. */
export const VALIDITIES: { year: Validity } & Record<string, Validity | undefined> = {
  year: { label: 'Valid for a year', startDays: -1, endDays: 365 },
  soon: { label: 'Expires in 20 days', startDays: -345, endDays: 20 },
  expired: { label: 'Expired yesterday', startDays: -366, endDays: -1 },
};

/** The connection that the Admin Portal sets up. Each organization has at most one. */
export function currentConnection({ db }: LocalWorkOS, { id }: Organization): Connection | undefined {
  return listConnections(db, id)[0];
}

/** Renders the page of the connection in any state. @param problem The error of the form. */
export function singleSignOnPage(
  local: LocalWorkOS,
  c: Context,
  problem?: string,
): Response | Promise<Response> {
  const { organization, visit } = c.get('portal');
  const connection = currentConnection(local, organization);
  if (visit.intent === 'certificate_renewal') {
    return portalPage(c, { title: 'Certificate renewal', body: renewal(local.db, connection) });
  }
  return portalPage(c, {
    title: 'Single sign-on',
    status: problem ? 422 : 200,
    body: connection
      ? BODIES[connection.state](local.db, connection, organization, problem)
      : chooseProvider(problem),
  });
}

const BODIES = { inactive: setUp, active: manage } as const;

/** The page for a link that only allows renewing the certificate. */
function renewal(db: Database, connection: Connection | undefined): Html {
  if (connection?.state !== 'active' || isOpenIdConnect(connection.connection_type)) {
    return html`<p>There is no certificate to renew: the organization has no active SAML connection.</p>`;
  }
  return html`${facts([['Identity provider', fullName(connection.connection_type)]])}
    ${certificate(db, connection)}`;
}

function chooseProvider(problem: string | undefined): Html {
  const types = Object.keys(CONNECTION_TYPES).filter(isConnectionType);
  return html`<p>Let people sign in with the organization's identity provider.</p>
    <form method="post" action="${SINGLE_SIGN_ON_PATH}">
      ${selectField({
        name: 'type',
        label: 'Identity provider',
        hint: 'Local WorkOS simulates whichever provider you choose.',
        error: problem,
        options: types.map((value) => ({ value, label: fullName(value) })),
      })}
      ${submit('create', 'Continue', 'primary')}
    </form>`;
}

function setUp(db: Database, connection: Connection, organization: Organization, problem?: string): Html {
  const needsCertificate = !isOpenIdConnect(connection.connection_type) && !connectionKey(db, connection.id);
  return html`${facts([
    ['Identity provider', fullName(connection.connection_type)],
    ['State', badge('Not active')],
  ])}
    <form method="post" action="${SINGLE_SIGN_ON_PATH}">
      ${domainChoice(db, connection, organization, problem)}
      ${needsCertificate ? validityField() : ''}
      ${submit('activate', 'Activate', 'primary')}
    </form>
    <form method="post" action="${SINGLE_SIGN_ON_PATH}" class="below">${submit('remove', 'Remove connection', 'link')}</form>`;
}

function domainChoice(
  db: Database,
  connection: Connection,
  organization: Organization,
  problem?: string,
): Html {
  const domains = listDomains(db, organization.id);
  const chosen = connectionDomains(db, connection).map(({ id }) => id);
  return html`<fieldset class="checks" ${problem ? html`aria-describedby="domain-error"` : ''}>
      <legend>Domains that sign in with this provider</legend>
      ${domains.map(
        ({ id, domain, state }) =>
          html`<label class="check">
            <input type="checkbox" name="domain" value="${id}" ${chosen.includes(id) ? html`checked` : ''} />
            ${domain} ${badge(STATE_LABELS[state])}
          </label>`,
      )}
      ${domains.length === 0 ? html`<p class="muted">The organization has no domains yet.</p>` : ''}
      ${problem ? html`<p class="field-error" id="domain-error" role="alert">${problem}</p>` : ''}
    </fieldset>
    <p><a href="/portal/domains">Add or verify a domain</a></p>`;
}

function manage(db: Database, connection: Connection, organization: Organization): Html {
  const isRequired = organization.sso_required === 1;
  return html`${facts([
    ['Identity provider', fullName(connection.connection_type)],
    ['State', badge('Active')],
    [
      'Domains',
      connectionDomains(db, connection)
        .map(({ domain }) => domain)
        .join(', ') || 'None',
    ],
  ])}
    ${isOpenIdConnect(connection.connection_type) ? '' : certificate(db, connection)}
    <h2>Other ways to sign in</h2>
    <form method="post" action="${SINGLE_SIGN_ON_PATH}">
      ${
        isRequired
          ? html`<p>Members must sign in to ${organization.name} with single sign-on.</p>
              ${submit('allow', 'Allow other ways to sign in')}`
          : html`<p>Members can also sign in to ${organization.name} in other ways.</p>
              ${submit('require', 'Require single sign-on')}`
      }
    </form>
    <h2>Recent sign-ins</h2>
    ${signIns(db, connection)}
    <h2>Connection</h2>
    <form method="post" action="${SINGLE_SIGN_ON_PATH}">
      <p>To change its domains or remove it, pause it first.</p>
      ${submit('pause', 'Pause connection')}
    </form>`;
}

function certificate(db: Database, connection: Connection): Html {
  const key = connectionKey(db, connection.id);
  const end = key?.not_after ?? '';
  return html`<h2>Certificate</h2>
    <p>${key && isExpired(db, key) ? 'Expired' : 'Valid until'} ${time(end)}</p>
    <form method="post" action="${SINGLE_SIGN_ON_PATH}">
      ${validityField()}
      ${submit('renew', 'Renew certificate')}
    </form>`;
}

function signIns(db: Database, connection: Connection): Html {
  const sessions = listSsoSessions(db, connection.id, SIGN_INS);
  if (sessions.length === 0) return html`<p class="muted">No sign-ins yet.</p>`;
  return html`<ul class="plain-list">
    ${sessions.map(
      (session) => html`<li>${time(session.created_at)} ${badge(ssoSessionState(db, session))}</li>`,
    )}
  </ul>`;
}

function validityField(): Html {
  return selectField({
    name: 'validity',
    label: 'Signing certificate',
    options: Object.entries(VALIDITIES).map(([value, validity]) => ({ value, label: validity?.label ?? '' })),
  });
}

function submit(action: string, label: string, style = ''): Html {
  return html`<button class="${style}" name="action" value="${action}">${label}</button>`;
}

function badge(text: string): Html {
  return html`<span class="badge">${text}</span>`;
}

function fullName(type: Connection['connection_type']): string {
  return `${providerName(type)} (${isOpenIdConnect(type) ? 'OpenID Connect' : 'SAML'})`;
}
