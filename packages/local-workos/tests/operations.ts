import { grantElevatedAccess } from '../src/http/elevated-access.ts';
import { DEFAULT_APP_ORIGIN } from '../src/http/options.ts';
import { createDirectory } from '../src/store/directories.ts';
import { signInAs } from './browser.ts';
import { authorized, createMember, createOrganization, type Harness, newEmail } from './harness.ts';
import { addPasskey, codeFor, mailedCode, PASSWORD, startEnrollment } from './security.ts';
import { signInTimes } from './signed-in.ts';
import { SoftwareAuthenticator } from './software-authenticator.ts';

/** The value of {@link Operation.needs} for an identity check instead of a permission. */
export const ELEVATED = 'elevated access';

/** A new organization, and its admin with the access token of a session, which has every permission. */
export interface World {
  harness: Harness;
  organizationId: string;
  admin: { id: string; email: string };
  headers: Record<string, string>;
  /** Calls an operation as the admin. @returns The body. */
  call(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
}

/** How to call an operation of the widgets successfully and unsuccessfully. */
export interface Operation {
  /** The required permission, or {@link ELEVATED}. */
  needs?: string;
  query?: string;
  /** The path parameters: ids in this organization. Ids of other organizations are not found. */
  path?: (world: World) => Promise<string[]>;
  /**
   * The slug of an integration in the path. Integrations exist in every organization, but unknown slugs are not
   * found.
   */
  slug?: string;
  /** The status for unknown ids, if it is not 404. */
  notFound?: number;
  /** A valid body, and an invalid one. */
  valid?: (world: World) => unknown;
  invalid?: unknown;
}

export async function createWorld(harness: Harness): Promise<World> {
  const { id: organizationId, adminId: id } = await createOrganization(harness);
  const { email } = await harness.workos.userManagement.getUser(id);
  const { accessToken } = await signInAs(harness, id, organizationId);
  const { elevatedAccessToken } = grantElevatedAccess(harness.server.local.db, id);
  const headers = {
    Authorization: `Bearer ${accessToken}`,
    'x-elevated-access-token': elevatedAccessToken,
  };
  return {
    harness,
    organizationId,
    admin: { id, email },
    headers,
    async call(method, path, body = {}) {
      const init = method === 'GET' ? { headers } : { method, headers, body: JSON.stringify(body) };
      return (await (await harness.request(`/_widgets/${path}`, init)).json()) as Record<string, unknown>;
    },
  };
}

const API_KEY = { name: 'Key', permissions: [] };
const EXPIRY = { valid: () => ({ expiresAt: null }), invalid: { expiresAt: 'tomorrow' } };
const AUTHORIZE = { valid: () => ({}), invalid: { config: 'none' } };
const CONFIGURATION = { valid: () => ({ enabled: true }), invalid: { enabled: 'yes' } };
const CLIENT_CREDENTIALS = {
  valid: () => ({
    client_id: 'snowflake-app',
    client_secret: 'secret-for-snowflake-app',
    config: { account: 'acme-analytics' },
  }),
  invalid: { client_id: 7 },
};

const idOf = (method: string, path: string, body: unknown) => async (world: World) => [
  String((await world.call(method, path, body)).id),
];
const organizationKey = idOf('POST', 'ApiKeys/organization-api-keys', API_KEY);
const userKey = idOf('POST', 'UserApiKeys/api-keys', API_KEY);
const account = idOf('PUT', 'DataIntegrations/stripe/api-key', { secret: 'stripe_12345678' });
const sharedAccount = idOf('PUT', 'DataIntegrations/datadog/organization/api-key', {
  secret: 'datadog_12345678',
});

const USERS_TABLE = 'widgets:users-table:manage';
const API_KEYS = 'widgets:api-keys:manage';
const USER_API_KEYS = 'widgets:user-api-keys:manage-self';
const PIPES = 'widgets:pipes:manage';
const DOMAINS = 'widgets:domain-verification:manage';
const DIRECTORIES = 'widgets:dsync:manage';

/** Every operation, by the name of its function. */
export const OPERATIONS: Record<string, Operation> = {
  createOrganizationApiKey: { needs: API_KEYS, valid: () => API_KEY, invalid: { name: 7 } },
  listOrganizationApiKeys: { needs: API_KEYS },
  listOrganizationApiKeyPermissions: { needs: API_KEYS },
  deleteOrganizationApiKey: { needs: API_KEYS, path: organizationKey },
  expireOrganizationApiKey: { needs: API_KEYS, path: organizationKey, ...EXPIRY },

  createUserApiKey: { needs: USER_API_KEYS, valid: () => API_KEY, invalid: { name: 7 } },
  listUserApiKeys: { needs: USER_API_KEYS },
  listUserApiKeyPermissions: { needs: USER_API_KEYS },
  deleteUserApiKey: { needs: USER_API_KEYS, path: userKey },
  expireUserApiKey: { needs: USER_API_KEYS, path: userKey, ...EXPIRY },

  myDataIntegrations: {},
  sharedDataConnections: {},
  deleteDataInstallation: { path: account },
  getDataInstallationAuthorizationStatus: { path: authorization },
  getDataIntegrationAuthorizeUrl: { slug: 'github' },
  authorizeDataIntegration: { slug: 'github', ...AUTHORIZE },
  upsertDataIntegrationApiKey: { slug: 'stripe', ...secretOf('stripe') },
  upsertDataIntegrationClientCredentials: { slug: 'snowflake', ...CLIENT_CREDENTIALS },
  listDataIntegrationConfigurations: { needs: PIPES },
  upsertDataIntegrationConfiguration: { needs: PIPES, slug: 'github', ...CONFIGURATION },
  organizationDataIntegrations: { needs: PIPES },
  deleteOrganizationDataInstallation: { needs: PIPES, path: sharedAccount },
  authorizeOrganizationDataIntegration: { needs: PIPES, slug: 'github', ...AUTHORIZE },
  upsertOrganizationDataIntegrationApiKey: { needs: PIPES, slug: 'datadog', ...secretOf('datadog') },
  upsertOrganizationDataIntegrationClientCredentials: {
    needs: PIPES,
    slug: 'snowflake',
    ...CLIENT_CREDENTIALS,
  },
  upsertOrganizationDataIntegrationConfiguration: { needs: PIPES, slug: 'github', ...CONFIGURATION },

  organizations: {},
  members: { needs: USERS_TABLE },
  roles: { needs: USERS_TABLE },
  rolesAndConfig: { needs: USERS_TABLE },
  inviteMember: {
    needs: USERS_TABLE,
    valid: () => ({ email: newEmail(), roles: ['member'] }),
    invalid: { email: 'none', roles: ['member'] },
  },
  updateMember: {
    needs: USERS_TABLE,
    path: member,
    valid: () => ({ roles: ['admin'] }),
    invalid: { roles: ['emperor'] },
  },
  removeMember: { needs: USERS_TABLE, path: member },
  resendInvite: { needs: USERS_TABLE, path: invited },
  revokeInvite: { needs: USERS_TABLE, path: invited },

  me: {},
  updateMe: { valid: () => ({ firstName: 'Ada' }), invalid: { firstName: 7 } },
  authenticationInformation: {},
  sendVerification: {},
  verify: {
    valid: async ({ harness, admin, call }) => {
      const { authenticationChallenge } = await call('POST', 'UserProfile/send-verification');
      return { code: mailedCode(harness, admin.email), authenticationChallengeId: authenticationChallenge };
    },
    invalid: { code: 7 },
  },
  sendEmailChange: {
    needs: ELEVATED,
    valid: () => ({ newEmail: newEmail() }),
    invalid: { newEmail: 'none' },
  },
  verifyEmailChange: {
    valid: async ({ harness, call }) => {
      const address = newEmail();
      await call('POST', 'UserProfile/send-email-change', { newEmail: address });
      return { code: mailedCode(harness, address) };
    },
    invalid: { code: 7 },
  },
  createPassword: { needs: ELEVATED, valid: () => ({ password: PASSWORD }), invalid: { password: 'short' } },
  updatePassword: {
    valid: async ({ call }) => {
      await call('POST', 'UserProfile/create-password', { password: PASSWORD });
      return { currentPassword: PASSWORD, newPassword: 'seven-lemons-sang' };
    },
    invalid: { newPassword: 7 },
  },
  createTotpFactor: { needs: ELEVATED },
  verifyTotpFactor: {
    needs: ELEVATED,
    valid: async (world) => {
      const { totp, challengeId } = await startEnrollment(callOptions(world));
      return { code: codeFor(world.harness, totp.secret), authenticationChallengeId: challengeId };
    },
    invalid: { code: 7 },
  },
  deleteTotpFactors: { needs: ELEVATED },
  registerPasskey: { needs: ELEVATED },
  verifyPasskey: {
    needs: ELEVATED,
    valid: async ({ call }) => {
      const { challengeId, options } = await call('POST', 'UserProfile/passkeys');
      const { challenge } = options as { challenge: string };
      const device = new SoftwareAuthenticator();
      return { challengeId, response: device.register({ challenge, origin: DEFAULT_APP_ORIGIN }) };
    },
    invalid: { challengeId: 7 },
  },
  deletePasskey: { needs: ELEVATED, path: passkey, notFound: 400 },
  sessions: {},
  revokeSession: { path: session, notFound: 400 },
  revokeAllSessions: { valid: () => ({ currentSessionId: '' }), invalid: { currentSessionId: 7 } },

  getAuditLogStream: { needs: 'widgets:audit-log-streaming:manage' },
  generateAdminPortalLink: { needs: 'widgets:sso:manage', query: '?intent=sso' },
  listOrganizationDomains: { needs: DOMAINS },
  deleteOrganizationDomain: { needs: DOMAINS, path: domain },
  reverifyOrganizationDomain: { needs: DOMAINS, path: domain },
  listSsoConnections: { needs: 'widgets:sso:manage' },
  listDirectories: { needs: DIRECTORIES },
  getDirectory: { needs: DIRECTORIES, path: directory },
  settings: {},
};

/** A key that the provider takes. */
function secretOf(provider: string) {
  return { valid: () => ({ secret: `${provider}_12345678` }), invalid: { secret: 7 } };
}

async function member({ harness, organizationId }: World): Promise<string[]> {
  return [(await createMember(harness, organizationId)).id];
}

async function invited({ call, harness }: World): Promise<string[]> {
  const email = newEmail();
  await call('POST', 'UserManagement/invite-user', { email, roles: ['member'] });
  const { data } = await harness.workos.userManagement.listUsers({ email });
  return data.map(({ id }) => id);
}

async function domain({ harness, organizationId }: World): Promise<string[]> {
  const name = `${crypto.randomUUID()}.example`;
  const { organizationDomains } = harness.workos;
  return [(await organizationDomains.createOrganizationDomain({ organizationId, domain: name })).id];
}

async function directory({ harness, organizationId }: World): Promise<string[]> {
  const { db } = harness.server.local;
  const fields = { type: 'okta scim v2.0', name: 'Directory', state: 'linked' } as const;
  return [createDirectory(db, { organization_id: organizationId, ...fields }).id];
}

async function session({ harness, admin }: World): Promise<string[]> {
  return (await signInTimes(harness, admin.id, 1)).map(({ id }) => id);
}

async function passkey(world: World): Promise<string[]> {
  await addPasskey({ elevated: callOptions(world) });
  const { call } = world;
  const { data } = await call('GET', 'UserProfile/authentication-information');
  return JSON.stringify(data).match(/passkey_\w+/) ?? [];
}

/** An authorization in progress: the integration's id and the state. */
async function authorization({ call }: World): Promise<string[]> {
  const { data } = await call('GET', 'DataIntegrations/mine');
  const { redirectToken } = await call('POST', 'DataIntegrations/github/authorize');
  const github = (data as { id: string; slug: string }[]).find(({ slug }) => slug === 'github');
  return [github?.id ?? '', String(redirectToken)];
}

function callOptions({ harness, headers }: World) {
  return authorized(harness, undefined, headers);
}
