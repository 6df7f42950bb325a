import { type Context, Hono } from 'hono';
import { html } from 'hono/html';
import { portalPage, requirePortal } from '../admin-portal/portal-page.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { type Form, readForm } from '../http/request-body.ts';
import { facts, field, type Html, selectField } from '../pages/layout.ts';
import {
  endVerification,
  findDomainOf,
  isVerified,
  listDomains,
  type OrganizationDomain,
  setDnsRecord,
} from '../store/domains.ts';
import { addDomain, dnsRecord, isNameServer, NAME_SERVERS, STATE_LABELS } from './domain-verification.ts';

const PATH = '/portal/domains';

/** The Admin Portal pages that add a domain and simulate its verification. The SSO setup uses them too. */
export function portalDomainRoutes(local: LocalWorkOS): Hono {
  const { db } = local;
  const app = new Hono();
  app.use(`${PATH}/*`, requirePortal(local, 'domain_verification', 'sso'));

  app.get(PATH, (c) => domainsPage(local, c));

  app.post(PATH, async (c) => {
    const form = await readForm(c);
    const nameServer = form.name_server ?? '';
    const result = addDomain(
      db,
      c.get('portal').organization.id,
      form.domain ?? '',
      isNameServer(nameServer) ? nameServer : undefined,
    );
    if (!result.ok) return domainsPage(local, c, form, result.message);
    return c.redirect(PATH, 303);
  });

  app.post(`${PATH}/:id`, async (c) => {
    const form = await readForm(c);
    // The domain may have been removed or verified in the meantime. The page then just shows the current state.
    const domain = findDomainOf(db, c.get('portal').organization.id, c.req.param('id'));
    const name = form.action ?? '';
    if (domain && !isVerified(domain) && Object.hasOwn(ACTIONS, name)) ACTIONS[name]?.(local, domain);
    return c.redirect(PATH, 303);
  });

  return app;
}

const ACTIONS: Record<string, ((local: LocalWorkOS, domain: OrganizationDomain) => void) | undefined> = {
  'put-record': ({ db }, domain) => setDnsRecord(db, domain, true),
  'take-record': ({ db }, domain) => setDnsRecord(db, domain, false),
  verify: ({ db }, { id }) => endVerification(db, id),
};

function domainsPage(
  { db }: LocalWorkOS,
  c: Context,
  form: Form = {},
  error?: string,
): Response | Promise<Response> {
  const { organization, visit } = c.get('portal');
  return portalPage(c, {
    title: 'Domains',
    status: error ? 422 : 200,
    body: html`<form method="post" action="${PATH}" novalidate>
        ${field({ name: 'domain', label: 'Domain', value: form.domain, hint: 'The part after the @ of your addresses, such as example.com.', error })}
        ${selectField({
          name: 'name_server',
          label: 'DNS provider',
          value: form.name_server,
          options: Object.entries(NAME_SERVERS).map(([value, label]) => ({ value, label })),
        })}
        <button class="primary">Add domain</button>
      </form>
      ${listDomains(db, organization.id).map(domainSection)}
      ${visit.intent === 'sso' ? html`<p class="below"><a href="/portal/single-sign-on">Back to single sign-on</a></p>` : ''}`,
  });
}

function domainSection(domain: OrganizationDomain): Html {
  return html`<section>
    <h2 class="row">${domain.domain} <span class="badge">${STATE_LABELS[domain.state]}</span></h2>
    ${isVerified(domain) ? '' : dnsControls(domain)}
  </section>`;
}

function dnsControls(domain: OrganizationDomain): Html {
  const { host, value } = dnsRecord(domain);
  const isPresent = domain.dns_record_present === 1;
  return html`<p>
      Local WorkOS simulates the DNS of ${domain.domain}. This record ${isPresent ? 'exists' : 'does not exist yet'}:
    </p>
    ${facts([
      ['Type', 'TXT'],
      ['Host', html`<code>${host}</code>`],
      ['Value', html`<code>${value}</code>`],
    ])}
    <form method="post" action="${PATH}/${domain.id}" class="row">
      ${
        isPresent
          ? action(domain, 'take-record', 'Remove record')
          : action(domain, 'put-record', 'Add record')
      }
      ${action(domain, 'verify', 'Verify now')}
    </form>`;
}

/** The accessible name includes the domain, because screen readers list the buttons without their context. */
function action(domain: OrganizationDomain, name: string, label: string): Html {
  return html`<button class="small" name="action" value="${name}" aria-label="${label}: ${domain.domain}">${label}</button>`;
}
