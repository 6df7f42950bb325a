import { existsSync, readFileSync } from 'node:fs';
import { satisfies } from 'semver';
import { envProblems } from '../../lib/env.ts';
import { type WidgetEntry, widgets } from '../../lib/widgets.ts';
import { apiOrigin, Environment, WorkOSError } from './environment.ts';

export interface Finding {
  check: string;
  result: 'ok' | 'warning' | 'problem';
  message: string;
  fix?: string;
}

const DASHBOARD = 'https://dashboard.workos.com';

/** More than this many seconds off, tokens look expired or not valid yet. */
const MAX_SKEW_SECONDS = 60;

/** Everything that has to be right, in the order in which to mend it. */
export async function checks(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const local = [checkNode(), ...checkVariables(), ...checkPackages()];
  if (local.some(({ check, result }) => check === 'Variables' && result === 'problem')) return local;
  try {
    return [...local, ...(await checkWorkOS(env))];
  } catch (error) {
    if (!(error instanceof WorkOSError)) throw error;
    return [...local, problem('WorkOS', error.message, 'Check the connection and WORKOS_API_HOSTNAME.')];
  }
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
    problem('Variables', `${variable} ${what}`, `${fix} Or run: pnpm workos:setup`),
  );
}

/** Whether what is installed is within the ranges that the packages of WorkOS ask for. */
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

async function checkWorkOS(env: NodeJS.ProcessEnv): Promise<Finding[]> {
  const { WORKOS_API_KEY: apiKey = '', WORKOS_CLIENT_ID: clientId = '' } = env;
  const environment = new Environment({ apiOrigin: apiOrigin(env), apiKey, clientId });
  if (!(await environment.acceptsKey())) {
    return [
      problem(
        'API key',
        'WorkOS does not accept it',
        `Copy a key from ${DASHBOARD}/api-keys into WORKOS_API_KEY.`,
      ),
    ];
  }
  const redirectUri = env.NEXT_PUBLIC_WORKOS_REDIRECT_URI ?? '';
  return [
    ok('API key', apiKey.startsWith('sk_live_') ? 'accepted; of a production environment' : 'accepted'),
    ...(await checkClient(environment)),
    await checkClock(environment),
    await checkRedirect(environment, redirectUri),
    await checkOrigin(environment, new URL(redirectUri).origin),
    ...(await checkRoles(environment)),
  ];
}

async function checkClient(environment: Environment): Promise<Finding[]> {
  if (!(await environment.knowsClient())) {
    return [
      problem(
        'Client ID',
        'WorkOS does not know it',
        `Copy it from ${DASHBOARD}/api-keys into WORKOS_CLIENT_ID.`,
      ),
    ];
  }
  return (await environment.belongTogether())
    ? [ok('Client ID', 'of the same environment as the key')]
    : [
        problem(
          'Client ID',
          'of another environment than the key',
          `Copy both from one environment at ${DASHBOARD}/api-keys.`,
        ),
      ];
}

async function checkClock(environment: Environment): Promise<Finding> {
  const skew = await environment.clockSkew();
  if (skew === undefined) return warning('Clock', 'WorkOS did not say what time it is', 'Nothing to do.');
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
        `Run pnpm workos:setup, or add it at ${DASHBOARD}/redirects.`,
      );
}

async function checkOrigin(environment: Environment, origin: string): Promise<Finding> {
  return (await environment.allowsOrigin(origin))
    ? ok('CORS origin', `${origin} may call the widgets' API`)
    : problem(
        'CORS origin',
        `${origin} may not call the widgets' API`,
        `Run pnpm workos:setup, or add it under Authentication at ${DASHBOARD}.`,
      );
}

async function checkRoles(environment: Environment): Promise<Finding[]> {
  const roles = await environment.roles();
  const findings = Object.values<WidgetEntry>(widgets).flatMap(({ title, scopes }) => {
    const holders = roles.filter(({ permissions }) => scopes.some((scope) => permissions.includes(scope)));
    return scopes.length === 0 || holders.length > 0
      ? []
      : [
          warning(
            'Roles',
            `no role may use ${title} (${scopes.join(' or ')})`,
            'Run pnpm workos:setup, or add it to a role in the dashboard.',
          ),
        ];
  });
  return findings.length > 0 ? findings : [ok('Roles', 'each widget can be used by one')];
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
