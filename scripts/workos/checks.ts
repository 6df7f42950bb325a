import { existsSync, readFileSync } from 'node:fs';
import { satisfies } from 'semver';
import { env, envProblems } from '../../lib/env.ts';
import { type WidgetEntry, widgets } from '../../lib/widgets.ts';
import { SETUP_VARIABLES } from './env-file.ts';
import { ADMIN_ROLE, Environment, WorkOSError } from './environment.ts';

export interface Finding {
  check: string;
  result: 'ok' | 'warning' | 'problem';
  message: string;
  fix?: string;
}

const DASHBOARD = 'https://dashboard.workos.com';
const APPLICATIONS = `${DASHBOARD}/environment/applications`;
const ROLES = `${DASHBOARD}/environment/authorization`;

/** Beyond this difference, in seconds, tokens look expired or not yet valid. */
const MAX_SKEW_SECONDS = 60;

/** Runs every check, in the order to fix them. */
export async function checks(): Promise<Finding[]> {
  const local = [checkNode(), ...checkVariables(), ...checkPackages()];
  return envProblems().length > 0 ? local : [...local, checkCookie(), ...(await checkWorkOS())];
}

/** The settings that browsers would drop the cookie for are problems with the variables. This one works, but badly. */
function checkCookie(): Finding {
  const { cookie, redirectUri } = env();
  const { protocol, hostname } = new URL(redirectUri);
  if (protocol !== 'https:' && !['localhost', '127.0.0.1', '[::1]'].includes(hostname)) {
    return warning(
      'Session cookie',
      'is sent without encryption, because the redirect URI is not https',
      'Use https everywhere except on this machine.',
    );
  }
  const sentTo = cookie.domain ? `${cookie.domain} and its subdomains` : hostname;
  return ok('Session cookie', `${cookie.name}, for ${sentTo}`);
}

function checkNode(): Finding {
  const version = process.versions.node;
  return satisfies(version, readPackage('.').engines?.node ?? '*')
    ? ok('Node', version)
    : problem('Node', `${version} is too old`, `Install Node ${readPackage('.').engines?.node}.`);
}

function checkVariables(): Finding[] {
  const problems = envProblems();
  if (problems.length === 0) return [ok('Variables', 'all there')];
  return problems.map(({ variable, problem: what, fix }) =>
    problem(
      'Variables',
      `${variable} ${what}`,
      SETUP_VARIABLES.includes(variable) ? `Run pnpm workos:setup, or do it by hand. ${fix}` : fix,
    ),
  );
}

/** Whether the installed packages are within the peer ranges of WorkOS's packages. */
function checkPackages(): Finding[] {
  const findings = ['@workos-inc/authkit-nextjs', '@workos-inc/widgets'].flatMap((name) => {
    const { version, peerDependencies = {}, peerDependenciesMeta = {} } = readPackage(`node_modules/${name}`);
    return Object.entries(peerDependencies).flatMap(([peer, range]) => {
      const folder = `node_modules/${peer}`;
      if (!existsSync(`${folder}/package.json`)) {
        return peerDependenciesMeta[peer]?.optional
          ? []
          : [problem('Packages', `${peer} is missing`, `pnpm add ${peer}@"${range}"`)];
      }
      const installed = readPackage(folder).version ?? '';
      if (satisfies(installed, range)) return [];
      return [
        problem(
          'Packages',
          `${name} ${version} wants ${peer} ${range}, installed is ${installed}`,
          `pnpm add ${peer}@"${range}"`,
        ),
      ];
    });
  });
  return findings.length > 0 ? findings : [ok('Packages', 'within the ranges of each other')];
}

async function checkWorkOS(): Promise<Finding[]> {
  const { apiKey, clientId, redirectUri, api } = env();
  const environment = new Environment({ apiOrigin: api.origin, apiKey, clientId });
  // Without an answer or an accepted key, every other check would fail for the same reason.
  const key = await attempt('WorkOS', () => checkKey(environment, apiKey));
  if (key.some(({ result }) => result === 'problem')) return key;
  const found = await Promise.all([
    attempt('Client ID', () => checkClient(environment)),
    attempt('Clock', () => checkClock(environment)),
    attempt('Redirect URI', () => checkRedirect(environment, redirectUri)),
    attempt('CORS origin', () => checkOrigin(environment, new URL(redirectUri).origin)),
    attempt('Roles', () => checkRoles(environment)),
  ]);
  return [...key, ...found.flat()];
}

/** A failing check keeps the results of the others. */
async function attempt(check: string, run: () => Promise<Finding | Finding[]>): Promise<Finding[]> {
  try {
    return [await run()].flat();
  } catch (error) {
    if (!(error instanceof WorkOSError)) throw error;
    const fix = error.status
      ? "If this persists, check https://status.workos.com and the API key's permissions."
      : 'Check the connection and WORKOS_API_HOSTNAME.';
    return [problem(check, error.message, fix)];
  }
}

async function checkKey(environment: Environment, apiKey: string): Promise<Finding> {
  if (await environment.acceptsKey())
    return ok(
      'API key',
      apiKey.startsWith('sk_live_') ? 'accepted; of a production environment' : 'accepted',
    );
  return problem(
    'API key',
    'WorkOS rejected it',
    `Copy a key from ${DASHBOARD}/api-keys into WORKOS_API_KEY.`,
  );
}

async function checkClient(environment: Environment): Promise<Finding> {
  if (!(await environment.knowsClient())) {
    return problem(
      'Client ID',
      "WorkOS doesn't know it",
      `Copy it from ${DASHBOARD}/api-keys into WORKOS_CLIENT_ID.`,
    );
  }
  return (await environment.belongTogether())
    ? ok('Client ID', 'from the same environment as the key')
    : problem(
        'Client ID',
        'from a different environment than the key',
        `Copy both from one environment at ${DASHBOARD}/api-keys.`,
      );
}

async function checkClock(environment: Environment): Promise<Finding> {
  const skew = await environment.clockSkew();
  if (skew === undefined) return warning('Clock', "WorkOS didn't send the time", 'Nothing to do.');
  return Math.abs(skew) <= MAX_SKEW_SECONDS
    ? ok('Clock', `${Math.abs(skew)} s off`)
    : problem(
        'Clock',
        `${Math.abs(skew)} s ${skew > 0 ? 'ahead' : 'behind'}`,
        'Set the clock of this machine, for example with NTP.',
      );
}

async function checkRedirect(environment: Environment, redirectUri: string): Promise<Finding> {
  return (await environment.allowsRedirect(redirectUri))
    ? ok('Redirect URI', `${redirectUri} is allowed`)
    : problem(
        'Redirect URI',
        `${redirectUri} is not allowed`,
        `Run pnpm workos:setup, or add it under Redirects of your application at ${APPLICATIONS}.`,
      );
}

async function checkOrigin(environment: Environment, origin: string): Promise<Finding> {
  return (await environment.allowsOrigin(origin))
    ? ok('CORS origin', `${origin} may call the widgets' API`)
    : problem(
        'CORS origin',
        `${origin} may not call the widgets' API`,
        `Run pnpm workos:setup, or add it under Sessions of your application at ${APPLICATIONS}.`,
      );
}

async function checkRoles(environment: Environment): Promise<Finding[]> {
  const roles = await environment.roles();
  const findings = Object.values<WidgetEntry>(widgets).flatMap(({ title, scopes }) => {
    const isAvailable = roles.some(({ permissions }) => scopes.some((scope) => permissions.includes(scope)));
    return scopes.length === 0 || isAvailable
      ? []
      : [
          warning(
            'Roles',
            `no role may use ${title} (${scopes.join(' or ')})`,
            `Run pnpm workos:setup, or add it to a role at ${ROLES}.`,
          ),
        ];
  });
  if (!roles.some(({ slug }) => slug === ADMIN_ROLE)) {
    findings.unshift(
      problem(
        'Roles',
        `there is no role '${ADMIN_ROLE}', which the app gives to the person who creates an organization`,
        `Run pnpm workos:setup, or add it at ${ROLES}.`,
      ),
    );
  }
  return findings.length > 0 ? findings : [ok('Roles', 'every widget is available to at least one role')];
}

interface Package {
  version?: string;
  engines?: { node?: string };
  peerDependencies?: Record<string, string>;
  peerDependenciesMeta?: Record<string, { optional?: boolean }>;
}

function readPackage(folder: string): Package {
  return JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
}

function ok(check: string, message: string): Finding {
  return { check, result: 'ok', message };
}

function warning(check: string, message: string, fix: string): Finding {
  return { check, result: 'warning', message, fix };
}

function problem(check: string, message: string, fix: string): Finding {
  return { check, result: 'problem', message, fix };
}
