import { Hono } from 'hono';
import type { PortalVisit } from '../admin-portal/links.ts';
import { requirePortal } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readFormChoices } from '../http/request-body.ts';
import { isConnectionType, isOpenIdConnect } from '../store/connection-types.ts';
import {
  type Connection,
  connectionKey,
  createConnection,
  deleteConnection,
  setConnectionDomains,
  setConnectionState,
} from '../store/connections.ts';
import { isVerified, listDomains } from '../store/domains.ts';
import { type Organization, updateOrganization } from '../store/organizations.ts';
import { issueCertificate } from './connection-keys.ts';
import { currentConnection, SINGLE_SIGN_ON_PATH, singleSignOnPage, VALIDITIES } from './portal-page.ts';

const DAY = 86_400_000;

/** The Admin Portal pages that set up a connection to the local identity provider. */
export function portalSingleSignOnRoutes(local: LocalWorkOS): Hono {
  const app = new Hono();
  app.use(`${SINGLE_SIGN_ON_PATH}/*`, requirePortal(local, 'sso', 'certificate_renewal'));

  app.get(SINGLE_SIGN_ON_PATH, (c) => singleSignOnPage(local, c));

  app.post(SINGLE_SIGN_ON_PATH, async (c) => {
    const form = await readFormChoices(c);
    const choices = (name: string) => [form[name]].flat().filter((value) => typeof value === 'string');
    try {
      await perform({ local, ...c.get('portal'), choices });
    } catch (error) {
      if (error instanceof FormProblem) return singleSignOnPage(local, c, error.message);
      throw error;
    }
    return c.redirect(SINGLE_SIGN_ON_PATH, 303);
  });

  return app;
}

interface Step {
  local: LocalWorkOS;
  organization: Organization;
  visit: PortalVisit;
  /** Returns the values of a form field. */
  choices: (name: string) => string[];
}

/** A form error, with a message for the user. */
class FormProblem extends Error {}

/** Performs an action if it is still possible. The connection may have changed while the page was open. */
async function perform(step: Step): Promise<void> {
  const [name = ''] = step.choices('action');
  // A certificate renewal link allows nothing else.
  if (step.visit.intent === 'certificate_renewal' && name !== 'renew') return;
  const connection = currentConnection(step.local, step.organization);
  if (!connection) return name === 'create' ? create(step) : undefined;
  const action = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined;
  if (action?.from === connection.state) await action.run(step, connection);
}

interface Action {
  /** The required state of the connection. */
  from: Connection['state'];
  run(step: Step, connection: Connection): void | Promise<void>;
}

const ACTIONS: Record<string, Action> = {
  activate: { from: 'inactive', run: activate },
  renew: { from: 'active', run: renewCertificate },
  pause: { from: 'active', run: ({ local }, { id }) => setConnectionState(local.db, id, 'inactive') },
  require: { from: 'active', run: (step) => requireSso(step, true) },
  allow: { from: 'active', run: (step) => requireSso(step, false) },
  remove: { from: 'inactive', run: ({ local }, connection) => deleteConnection(local.db, connection) },
};

function create({ local, organization, choices }: Step): void {
  const [type = ''] = choices('type');
  if (!isConnectionType(type)) throw new FormProblem('Choose an identity provider.');
  createConnection(local.db, {
    organization_id: organization.id,
    connection_type: type,
    name: organization.name,
    state: 'inactive',
  });
}

/**
 * Activates a connection. All its domains must be verified, because only their people can be sent to the
 * identity provider.
 */
async function activate(step: Step, connection: Connection): Promise<void> {
  const { db } = step.local;
  const chosen = step.choices('domain');
  const domains = listDomains(db, step.organization.id).filter(({ id }) => chosen.includes(id));
  const unverified = domains.find((domain) => !isVerified(domain));
  if (domains.length === 0) throw new FormProblem('Choose a domain.');
  if (unverified) throw new FormProblem(`${unverified.domain} is not verified yet.`);
  if (!connectionKey(db, connection.id)) await renewCertificate(step, connection);
  const domainIds = domains.map(({ id }) => id);
  db.transaction(() => {
    setConnectionDomains(db, connection.id, domainIds);
    setConnectionState(db, connection.id, 'active');
  });
}

/** OpenID Connect has no certificate, because its keys are fetched from the identity provider. */
async function renewCertificate({ local: { db }, choices }: Step, connection: Connection): Promise<void> {
  if (isOpenIdConnect(connection.connection_type)) return;
  const [name = ''] = choices('validity');
  const { startDays, endDays } =
    (Object.hasOwn(VALIDITIES, name) ? VALIDITIES[name] : undefined) ?? VALIDITIES.year;
  const inDays = (days: number) => new Date(db.now().getTime() + days * DAY);
  await issueCertificate(db, connection, { notBefore: inDays(startDays), notAfter: inDays(endDays) });
}

function requireSso({ local, organization }: Step, isRequired: boolean): void {
  updateOrganization(local.db, organization.id, { sso_required: Number(isRequired) });
}
