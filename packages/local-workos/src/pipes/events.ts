import { eventSource } from '../events/event-source.ts';

/** A connected account as it is noted: without its credential. */
interface NotedAccount {
  id: string;
  data_integration_id: string;
  provider_slug: string;
  user_id: string | null;
  organization_id: string | null;
  /** JSON */
  scopes: string;
  state: 'connected' | 'needs_reauthorization';
  created_at: string;
  updated_at: string;
}

interface NotedAuthorization {
  data_integration_id: string;
  provider_slug: string;
  user_id: string;
  organization_id: string | null;
  status: string;
}

const providerSlug = (row: string) =>
  `(SELECT slug FROM data_integrations WHERE id = ${row}.data_integration_id)`;

export const connectedAccountEvents = eventSource<NotedAccount>({
  kind: 'connected_account',
  table: 'data_installations',
  secrets: ['credential', 'config'],
  extras: { provider_slug: providerSlug },
  endsWith: {
    users: (row) => `noted.user_id = ${row}.id`,
    organizations: (row) => `noted.organization_id = ${row}.id`,
    data_integrations: (row) => `noted.data_integration_id = ${row}.id`,
  },
  eventOf({ before, after }) {
    const account = after ?? before;
    if (!account) return undefined;
    const { organization_id: organizationId } = account;
    const data = serialize(account);
    if (!after) return { name: 'pipes.connected_account.disconnected', organizationId, data };
    if (before?.state === after.state && before.scopes === after.scopes) return undefined;
    const name =
      after.state === 'connected'
        ? 'pipes.connected_account.connected'
        : 'pipes.connected_account.reauthorization_needed';
    return { name, organizationId, data };
  },
});

/** An attempt to connect an account that the person or the provider ended. */
export const connectionFailureEvents = eventSource<NotedAuthorization>({
  kind: 'data_authorization',
  table: 'data_authorizations',
  secrets: [
    'link_hash',
    'redirect_token_hash',
    'handoff_token_hash',
    'state_hash',
    'code_verifier',
    'config',
  ],
  extras: { provider_slug: providerSlug },
  eventOf({ before, after }, { db }) {
    if (!after || before?.status === after.status) return undefined;
    const error = FAILURES[after.status];
    return (
      error && {
        name: 'pipes.connected_account.connection_failed',
        organizationId: after.organization_id,
        data: {
          object: 'connection_failed',
          data_integration_id: after.data_integration_id,
          provider_slug: after.provider_slug,
          user_id: after.user_id,
          organization_id: after.organization_id,
          error_code: error.code,
          error_reason: error.reason,
          provider_error: error.code,
          provider_error_description: null,
          created_at: db.timestamp(),
        },
      }
    );
  },
});

const FAILURES: Record<string, { code: string; reason: string } | undefined> = {
  denied: { code: 'access_denied', reason: 'The person denied access.' },
  failed: { code: 'server_error', reason: 'The provider did not grant access.' },
};

function serialize(account: NotedAccount) {
  return {
    object: 'connected_account' as const,
    id: account.id,
    data_integration_id: account.data_integration_id,
    provider_slug: account.provider_slug,
    user_id: account.user_id,
    organization_id: account.organization_id,
    scopes: JSON.parse(account.scopes),
    state: account.state,
    created_at: account.created_at,
    updated_at: account.updated_at,
  };
}
