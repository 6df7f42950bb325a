import assert from 'node:assert/strict';
import { test } from 'node:test';
import { WorkOS } from '@workos-inc/node';
import { TOTP } from 'otpauth';
import { WorkOS as WorkOS7 } from 'workos-node-7';
import { WorkOS as WorkOS8 } from 'workos-node-8';
import { WorkOS as WorkOS11 } from 'workos-node-11';
import { API_KEY, CLIENT_ID } from '../src/http/options.ts';
import { Browser, codeOf, REDIRECT_URI } from './browser.ts';
import { createMember, createOrganization, mailsTo, newEmail, startHarness } from './harness.ts';
import { PASSWORD, PASSWORD_FIELDS } from './security.ts';
import { createPersonAt, createSsoOrganization, signInAtProvider } from './sso.ts';

/**
 * Apps use Node SDKs of several major versions. Each grant and operation runs with every version that has a method
 * for it; `absent` names the others, so a method that a version gains or loses is noticed. No version has methods for
 * the device flow and the change of an address: device-flow.test.ts and user-email-api.test.ts send these requests.
 */
const harness = await startHarness();

/** The SDKs, by major version. What they share is typed as in the installed one. */
const SDKS: Record<string, WorkOS> = {
  7: new WorkOS7(API_KEY, harness.clientOptions) as unknown as WorkOS,
  8: new WorkOS8(API_KEY, harness.clientOptions) as unknown as WorkOS,
  10: new WorkOS(API_KEY, harness.clientOptions),
  11: new WorkOS11(API_KEY, harness.clientOptions) as unknown as WorkOS,
};

interface Row {
  /** The methods, as `resource.method`. */
  methods: string[];
  /** The versions without one of them. */
  absent?: string[];
  run(sdk: WorkOS): Promise<void>;
}

const client = { clientId: CLIENT_ID };

async function createPerson(sdk: WorkOS) {
  const { id, email } = await sdk.userManagement.createUser({
    email: newEmail(),
    emailVerified: true,
    ...PASSWORD_FIELDS,
  });
  return { id, email };
}

/** Signs in on the hosted pages, and returns the code. */
async function codeFor(url: string, email: string): Promise<string> {
  const browser = new Browser(harness);
  const page = await browser.submit(await browser.open(url), '/sign-in', { email });
  return codeOf(await browser.submit(page, '/sign-in/password', { password: PASSWORD }));
}

const pendingTokenOf = (promise: Promise<unknown>) =>
  promise.then(
    () => assert.fail('signed in'),
    (error: { rawData: Record<string, string> }) => error.rawData,
  );

const ROWS: Record<string, Row> = {
  'the password grant, and the refresh token': {
    methods: ['userManagement.authenticateWithPassword', 'userManagement.authenticateWithRefreshToken'],
    async run(sdk) {
      const { id, email } = await createPerson(sdk);
      const first = await sdk.userManagement.authenticateWithPassword({
        ...client,
        email,
        password: PASSWORD,
      });
      assert.equal(first.user.id, id);
      const { refreshToken } = first;
      const next = await sdk.userManagement.authenticateWithRefreshToken({ ...client, refreshToken });
      assert.ok(next.accessToken && next.refreshToken !== refreshToken);
    },
  },
  'a code of the hosted pages': {
    methods: ['userManagement.getAuthorizationUrl', 'userManagement.authenticateWithCode'],
    async run(sdk) {
      const { id, email } = await createPerson(sdk);
      const url = sdk.userManagement.getAuthorizationUrl({
        ...client,
        provider: 'authkit',
        redirectUri: REDIRECT_URI,
        loginHint: email,
      });
      const session = await sdk.userManagement.authenticateWithCode({
        ...client,
        code: await codeFor(url, email),
      });
      assert.deepEqual([session.user.id, session.authenticationMethod], [id, 'Password']);
    },
  },
  'a code of the hosted pages with PKCE': {
    methods: ['userManagement.getAuthorizationUrlWithPKCE', 'userManagement.authenticateWithCodeAndVerifier'],
    absent: ['7'],
    async run(sdk) {
      const { id, email } = await createPerson(sdk);
      const { url, codeVerifier } = await sdk.userManagement.getAuthorizationUrlWithPKCE({
        ...client,
        provider: 'authkit',
        redirectUri: REDIRECT_URI,
      });
      const code = await codeFor(url, email);
      const session = await sdk.userManagement.authenticateWithCodeAndVerifier({
        ...client,
        code,
        codeVerifier,
      });
      assert.equal(session.user.id, id);
    },
  },
  sessions: {
    methods: ['userManagement.listSessions', 'userManagement.revokeSession'],
    async run(sdk) {
      const { id, email } = await createPerson(sdk);
      await sdk.userManagement.authenticateWithPassword({ ...client, email, password: PASSWORD });
      const { data } = await sdk.userManagement.listSessions(id);
      await sdk.userManagement.revokeSession({ sessionId: data[0]?.id ?? '' });
      assert.deepEqual((await sdk.userManagement.listSessions(id)).data, []);
    },
  },
  'a code of a provider, and the identities': {
    methods: ['userManagement.getAuthorizationUrl', 'userManagement.getUserIdentities'],
    async run(sdk) {
      const url = sdk.userManagement.getAuthorizationUrl({
        ...client,
        provider: 'GoogleOAuth',
        redirectUri: REDIRECT_URI,
      });
      const browser = new Browser(harness);
      const email = `ada-${crypto.randomUUID()}@gmail.com`;
      const back = await browser.submit(
        await browser.open(url),
        '/sign-in/provider',
        { email },
        'First name',
      );
      const session = await sdk.userManagement.authenticateWithCode({ ...client, code: codeOf(back) });
      assert.equal(session.authenticationMethod, 'GoogleOAuth');
      const [identity] = await sdk.userManagement.getUserIdentities(session.user.id);
      assert.equal(identity?.provider, 'GoogleOAuth');
    },
  },
  'Magic Auth': {
    methods: [
      'userManagement.createMagicAuth',
      'userManagement.getMagicAuth',
      'userManagement.authenticateWithMagicAuth',
    ],
    async run(sdk) {
      const email = newEmail();
      const { id } = await sdk.userManagement.createMagicAuth({ email });
      const { code } = await sdk.userManagement.getMagicAuth(id);
      const { user } = await sdk.userManagement.authenticateWithMagicAuth({ ...client, email, code });
      assert.deepEqual([user.email, user.emailVerified], [email, true]);
    },
  },
  'password resets': {
    methods: [
      'userManagement.createPasswordReset',
      'userManagement.getPasswordReset',
      'userManagement.resetPassword',
    ],
    async run(sdk) {
      const { id, email } = await createPerson(sdk);
      const created = await sdk.userManagement.createPasswordReset({ email });
      const { passwordResetToken: token } = await sdk.userManagement.getPasswordReset(created.id);
      const { user } = await sdk.userManagement.resetPassword({
        token,
        newPassword: 'another-correct-staple-42',
      });
      assert.equal(user.id, id);
    },
  },
  'email verification': {
    methods: ['userManagement.sendVerificationEmail', 'userManagement.verifyEmail'],
    async run(sdk) {
      const { id: userId, email } = await sdk.userManagement.createUser({ email: newEmail() });
      await sdk.userManagement.sendVerificationEmail({ userId });
      const code = (await mailsTo(harness, email))[0]?.code ?? '';
      const { user } = await sdk.userManagement.verifyEmail({ userId, code });
      assert.equal(user.emailVerified, true);
    },
  },
  'the grant of email verification': {
    methods: ['userManagement.authenticateWithEmailVerification', 'userManagement.getEmailVerification'],
    async run(sdk) {
      const { email } = await sdk.userManagement.createUser({ email: newEmail(), ...PASSWORD_FIELDS });
      const pending = await pendingTokenOf(
        sdk.userManagement.authenticateWithPassword({ ...client, email, password: PASSWORD }),
      );
      const verification = await sdk.userManagement.getEmailVerification(pending.email_verification_id ?? '');
      const { user } = await sdk.userManagement.authenticateWithEmailVerification({
        ...client,
        code: verification.code,
        pendingAuthenticationToken: pending.pending_authentication_token ?? '',
      });
      assert.equal(user.emailVerified, true);
    },
  },
  'the grant of organization selection': {
    methods: ['userManagement.authenticateWithOrganizationSelection'],
    async run(sdk) {
      const { id: userId, email } = await createPerson(sdk);
      const organizations = await Promise.all([createOrganization(harness), createOrganization(harness)]);
      for (const { id: organizationId } of organizations) {
        await sdk.userManagement.createOrganizationMembership({ userId, organizationId });
      }
      const pending = await pendingTokenOf(
        sdk.userManagement.authenticateWithPassword({ ...client, email, password: PASSWORD }),
      );
      const session = await sdk.userManagement.authenticateWithOrganizationSelection({
        ...client,
        organizationId: organizations[1].id,
        pendingAuthenticationToken: pending.pending_authentication_token ?? '',
      });
      assert.equal(session.organizationId, organizations[1].id);
    },
  },
  'the grant of a second factor': {
    methods: ['userManagement.authenticateWithTotp'],
    async run(sdk) {
      const { id: userId, email } = await createPerson(sdk);
      const { multiFactorAuth } = harness.workos;
      const { authenticationFactor, authenticationChallenge } = await multiFactorAuth.createUserAuthFactor({
        userId,
        type: 'totp',
      });
      const totp = new TOTP({ secret: authenticationFactor.totp.secret });
      const code = (seconds: number) => totp.generate({ timestamp: Date.now() + seconds * 1000 });
      const authenticationChallengeId = authenticationChallenge.id;
      await multiFactorAuth.verifyChallenge({ authenticationChallengeId, code: code(0) });
      const pending = await pendingTokenOf(
        sdk.userManagement.authenticateWithPassword({ ...client, email, password: PASSWORD }),
      );
      const challenge = await multiFactorAuth.challengeFactor({
        authenticationFactorId: authenticationFactor.id,
      });
      const { user } = await sdk.userManagement.authenticateWithTotp({
        ...client,
        code: code(30),
        authenticationChallengeId: challenge.id,
        pendingAuthenticationToken: pending.pending_authentication_token ?? '',
      });
      assert.equal(user.id, userId);
    },
  },
  'the SSO API': {
    methods: ['sso.getAuthorizationUrl', 'sso.getProfileAndToken', 'sso.getProfile', 'sso.getConnection'],
    async run(sdk) {
      const { connectionId, domain } = await createSsoOrganization(harness);
      assert.equal((await sdk.sso.getConnection(connectionId)).id, connectionId);
      const url = sdk.sso.getAuthorizationUrl({
        ...client,
        redirectUri: REDIRECT_URI,
        connection: connectionId,
      });
      const browser = new Browser(harness);
      const email = `grace@${domain}`;
      const back = await signInAtProvider(browser, await browser.open(url), { email });
      const { accessToken, profile } = await sdk.sso.getProfileAndToken({ ...client, code: codeOf(back) });
      assert.deepEqual([profile.email, profile.connectionId], [email, connectionId]);
      assert.equal((await sdk.sso.getProfile({ accessToken })).id, profile.id);
    },
  },
  'single sign-on of AuthKit': {
    methods: ['userManagement.getAuthorizationUrl'],
    async run(sdk) {
      const organization = await createSsoOrganization(harness);
      const { email } = await createPersonAt(harness, organization.domain, organization.id);
      const url = sdk.userManagement.getAuthorizationUrl({
        ...client,
        connectionId: organization.connectionId,
        redirectUri: REDIRECT_URI,
      });
      const browser = new Browser(harness);
      const back = await signInAtProvider(browser, await browser.open(url), { email });
      const session = await sdk.userManagement.authenticateWithCode({ ...client, code: codeOf(back) });
      assert.deepEqual([session.user.email, session.authenticationMethod], [email, 'SSO']);
    },
  },
  groups: {
    methods: ['groups.createGroup', 'groups.listGroups', 'groups.addOrganizationMembership'],
    absent: ['7', '8'],
    async run(sdk) {
      const { id: organizationId } = await createOrganization(harness);
      const { id: userId } = await createMember(harness, organizationId);
      const { data } = await sdk.userManagement.listOrganizationMemberships({ userId, organizationId });
      const organizationMembershipId = data[0]?.id ?? '';
      const { id: groupId } = await sdk.groups.createGroup({ organizationId, name: 'Engineering' });
      await sdk.groups.addOrganizationMembership({ organizationId, groupId, organizationMembershipId });
      const groups = await sdk.groups.listGroups({ organizationId });
      assert.deepEqual(
        groups.data.map(({ id }) => id),
        [groupId],
      );
    },
  },
};

function has(sdk: WorkOS, path: string): boolean {
  const [resource = '', method = ''] = path.split('.');
  const owner = (sdk as unknown as Record<string, Record<string, unknown> | undefined>)[resource];
  return typeof owner?.[method] === 'function';
}

for (const [name, { methods, absent = [], run }] of Object.entries(ROWS)) {
  for (const [version, sdk] of Object.entries(SDKS)) {
    const isAbsent = absent.includes(version);
    test(`@workos-inc/node ${version}: ${isAbsent ? 'has no method for ' : ''}${name}`, async () => {
      assert.equal(
        methods.every((method) => has(sdk, method)),
        !isAbsent,
        methods.join(', '),
      );
      if (!isAbsent) await run(sdk);
    });
  }
}

/** Methods that version 8 removed. Their types are no longer there to be used. */
const { userManagement: deprecated } = new WorkOS7(API_KEY, harness.clientOptions);

test('@workos-inc/node 7: its deprecated methods mail a code, and a link to the page of the app', async () => {
  const email = newEmail();
  await deprecated.sendMagicAuthCode({ email });
  const [mail] = await mailsTo(harness, email);
  const { user } = await deprecated.authenticateWithMagicAuth({ ...client, email, code: mail?.code ?? '' });
  assert.equal(user.email, email);

  const passwordResetUrl = 'http://localhost:3000/reset?from=mail';
  await deprecated.sendPasswordResetEmail({ email, passwordResetUrl });
  const link = new URL((await mailsTo(harness, email))[0]?.link ?? '');
  assert.equal(link.origin + link.pathname, 'http://localhost:3000/reset');
  assert.equal(link.searchParams.get('from'), 'mail');
  const token = link.searchParams.get('token') ?? '';
  const reset = await deprecated.resetPassword({ token, newPassword: 'another-correct-staple-42' });
  assert.equal(reset.user.id, user.id);
  await assert.rejects(
    deprecated.sendPasswordResetEmail({ email, passwordResetUrl: 'javascript:alert(1)' }),
    {
      status: 422,
    },
  );
});
