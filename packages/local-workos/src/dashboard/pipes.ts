import { Hono } from 'hono';
import { html } from 'hono/html';
import { orNotFound } from '../http/api-error.ts';
import type { LocalWorkOS } from '../http/context.ts';
import { readFormData } from '../http/request-body.ts';
import { type Html, time } from '../pages/layout.ts';
import { acceptedApiKey, acceptedClient } from '../pipes/accepted-credentials.ts';
import { revokeAtProvider } from '../pipes/revoke.ts';
import { type DataInstallation, findInstallation, listInstallations } from '../store/data-installations.ts';
import {
  type AuthMethod,
  type DataIntegration,
  findDataIntegrationById,
  listDataIntegrations,
  setDataIntegrationEnabled,
} from '../store/data-integrations.ts';
import { findOrganization } from '../store/organizations.ts';
import { displayName, findUser } from '../store/users.ts';
import { dashboardPage } from './dashboard-page.ts';

const MAX_ACCOUNTS = 100;

/**
 * The integrations, which the developer can turn on and off, and the connected accounts, whose access can be
 * revoked.
 */
export function pipesPages({ db }: LocalWorkOS): Hono {
  const app = new Hono();

  app.get('/pipes', (c) => {
    const integrations = listDataIntegrations(db);
    const byId = new Map(integrations.map((integration) => [integration.id, integration]));
    const accounts = listInstallations(db, MAX_ACCOUNTS);
    return dashboardPage(c, {
      title: 'Pipes',
      body: html`<p>
          Each provider is simulated on this machine. It accepts API keys like
          <code>${acceptedApiKey('stripe')}</code>, and OAuth apps or client credentials like
          <code>${acceptedClient('slack', 'acme').id}</code> with the secret
          <code>${acceptedClient('slack', 'acme').secret}</code>.
        </p>
        <h2>Connected accounts</h2>
        ${
          accounts.length === 0
            ? html`<p class="empty">No connected accounts yet.</p>`
            : table(
                'Connected accounts',
                ['Provider', 'Owner', 'Method', 'State', 'Connected', 'At the provider'],
                accounts.map((account) =>
                  accountRow(account, byId.get(account.dataIntegrationId)?.name ?? ''),
                ),
              )
        }
        <h2>Providers</h2>
        ${table('Providers', ['Provider', 'Connected by', 'Method', 'OAuth app', 'State', 'Actions'], integrations.map(providerRow))}`,
    });
  });

  app.post('/pipes/integrations/:id/enabled', async (c) => {
    const id = c.req.param('id');
    orNotFound(findDataIntegrationById(db, id), 'Data integration', id);
    const { enabled } = await readFormData(c);
    setDataIntegrationEnabled(db, id, enabled === '1');
    return c.redirect('/pipes');
  });

  app.post('/pipes/accounts/:id/revoke', (c) => {
    const id = c.req.param('id');
    revokeAtProvider(db, orNotFound(findInstallation(db, id), 'Connected account', id));
    return c.redirect('/pipes');
  });

  function accountRow(account: DataInstallation, provider: string): Html {
    const user = account.userId ? findUser(db, account.userId) : undefined;
    const organization = findOrganization(db, account.organizationId ?? '')?.name;
    const owner = user ? displayName(user) : 'Everyone';
    const works = account.state === 'connected';
    return html`<tr>
      <td><strong>${provider}</strong></td>
      <td>${owner}${organization ? html`<br /><span class="muted">${organization}</span>` : ''}</td>
      <td>${METHOD_NAMES[account.authMethod]}</td>
      <td class="${works ? 'status-ok' : 'status-error'}">${works ? 'connected' : 'needs reauthorization'}</td>
      <td>${time(account.createdAt)}</td>
      <td>
        ${
          works
            ? html`<form method="post" action="/pipes/accounts/${account.id}/revoke">
                <button class="small" aria-label="Revoke access to ${provider} for ${owner}, ${organization ?? 'no organization'}">Revoke access</button>
              </form>`
            : ''
        }
      </td>
    </tr>`;
  }

  return app;
}

function providerRow(integration: DataIntegration): Html {
  const { id, name, enabled } = integration;
  const connectedBy = integration.ownership === 'organization' ? 'an admin, for everyone' : 'each person';
  const turn = enabled ? 'Turn off' : 'Turn on';
  return html`<tr>
    <td><strong>${name}</strong><br /><code>${integration.slug}</code></td>
    <td>${connectedBy}</td>
    <td>${integration.authMethods.map((method) => METHOD_NAMES[method]).join(', ')}</td>
    <td>${integration.authMethods.includes('oauth') ? CREDENTIALS_NAMES[integration.credentialsType] : ''}</td>
    <td><span class="badge">${enabled ? 'on' : 'off'}</span></td>
    <td>
      <form method="post" action="/pipes/integrations/${id}/enabled">
        <button
          class="small"
          name="enabled"
          value="${enabled ? '0' : '1'}"
          aria-label="${turn} ${name}, connected by ${connectedBy}"
        >
          ${turn}
        </button>
      </form>
    </td>
  </tr>`;
}

function table(label: string, columns: readonly string[], rows: Html[]): Html {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${label}">
    <table>
      <thead>
        <tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const METHOD_NAMES: Record<AuthMethod, string> = {
  oauth: 'OAuth',
  api_key: 'API key',
  client_credentials: 'client credentials',
};

const CREDENTIALS_NAMES: Record<DataIntegration['credentialsType'], string> = {
  shared: "WorkOS's",
  custom: "the developer's",
  organization: 'one per organization',
};
