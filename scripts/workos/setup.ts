import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { widgets } from '../../lib/widgets.ts';
import { auditLogSchemas } from './audit-log-schemas.ts';
import { InputError, runCommand } from './command.ts';
import { settleCredentials } from './credentials.ts';
import { ENV_FILE, loadEnvFiles, protectEnvFile, SETUP_VARIABLES, setVariables } from './env-file.ts';
import { ADMIN_ROLE, apiOrigin, Environment, WorkOSError } from './environment.ts';
import { addressReadme } from './readme-address.ts';
import { remainingSteps } from './remaining-steps.ts';

const HELP = `Sets this app up with your WorkOS environment. Safe to run again: it changes only what differs.

Usage: pnpm workos:setup [options]

  --api-key <key>   else WORKOS_API_KEY, else asked for (hidden)
  --client-id <id>  else WORKOS_CLIENT_ID, else asked for
  --app-url <url>   where the app runs (default http://localhost:3000)
  --no-env-file     configures the environment alone: neither reads nor writes ${ENV_FILE}
  --yes             asks nothing; a live key needs it when there is no terminal
  --help            this text`;

type Flags = ReturnType<typeof readFlags>;

/** The shell's variables, which Next prefers to its files. */
const shell: NodeJS.Dict<string> = { ...process.env };

/** Changes so far, printed if the person stops the command. */
const changes: string[] = [];

await runCommand('workos:setup', HELP, async (args) => {
  const flags = readFlags(args);
  // pnpm may pass on the signal that the terminal already sent.
  process.on('SIGINT', stop);
  try {
    await setup(flags);
  } catch (error) {
    // At a prompt the terminal sends no signal.
    if (error instanceof Error && error.name === 'ExitPromptError') stop();
    throw error;
  }
});

function readFlags(args: string[]) {
  const options = {
    'api-key': { type: 'string' },
    'client-id': { type: 'string' },
    'app-url': { type: 'string' },
    'no-env-file': { type: 'boolean', default: false },
    yes: { type: 'boolean', default: false },
  } as const;
  return parseArgs({ args, options }).values;
}

async function setup(flags: Flags): Promise<void> {
  const writes = !flags['no-env-file'];
  const inFiles = writes ? readFiles() : {};
  const known = { ...withoutEmpty(inFiles), ...withoutEmpty(shell) };
  const redirectUri = chooseRedirectUri(flags['app-url'], known.NEXT_PUBLIC_WORKOS_REDIRECT_URI);
  const credentials = await settleCredentials({
    apiOrigin: apiOrigin(known),
    apiKey: flags['api-key'] ?? known.WORKOS_API_KEY,
    clientId: flags['client-id'] ?? known.WORKOS_CLIENT_ID,
    yes: flags.yes,
  });
  report('ok', 'API key and client ID: accepted, same environment');

  if (writes) {
    writeEnvFile(inFiles, {
      WORKOS_API_KEY: credentials.apiKey,
      WORKOS_CLIENT_ID: credentials.clientId,
      WORKOS_COOKIE_PASSWORD: cookiePassword(known.WORKOS_COOKIE_PASSWORD),
      NEXT_PUBLIC_WORKOS_REDIRECT_URI: redirectUri,
    });
  }
  await configure(new Environment(credentials), redirectUri);
  const address = writes ? addressReadme() : undefined;
  if (address) report('changed', `README.md: the deploy button points to ${address}`);
  console.log(`\n${remainingSteps(new URL(redirectUri).origin)}`);
  if (writes) console.log('Then: pnpm workos:doctor, and pnpm dev');
}

/** The variables from Next's files, without the shell's, which would hide them. */
function readFiles(): NodeJS.Dict<string> {
  for (const name of SETUP_VARIABLES) delete process.env[name];
  loadEnvFiles();
  return { ...process.env };
}

/** A copy of .env.example names variables without values. */
function withoutEmpty(variables: NodeJS.Dict<string>): NodeJS.Dict<string> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
}

/** The app's callback URL, at the given address or that of the current redirect URI. */
function chooseRedirectUri(appUrl: string | undefined, known: string | undefined): string {
  const address = appUrl ?? known ?? 'http://localhost:3000';
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol)) {
    throw new InputError(
      appUrl === undefined
        ? `NEXT_PUBLIC_WORKOS_REDIRECT_URI is '${known}', not an address such as http://localhost:3000/callback. Correct or remove it, then run this again.`
        : `--app-url takes an address such as https://app.example.com, not '${appUrl}'.`,
    );
  }
  const redirectUri = new URL('/callback', address).toString();
  if (appUrl === undefined && known !== undefined && new URL(known).pathname !== '/callback') {
    report(
      'warning',
      `NEXT_PUBLIC_WORKOS_REDIRECT_URI is ${known}, but this app's callback is ${redirectUri}. Using that instead.`,
    );
  }
  return redirectUri;
}

function cookiePassword(known: string | undefined): string {
  return known && known.length >= 32 ? known : randomBytes(32).toString('base64url');
}

function writeEnvFile(inFiles: NodeJS.Dict<string>, values: Record<string, string>): void {
  const differing = Object.entries(values).filter(([name, value]) => inFiles[name] !== value);
  if (differing.length > 0) setVariables(Object.fromEntries(differing));
  else if (!protectEnvFile()) {
    report('warning', `${ENV_FILE} belongs to another user: its permissions stay as they are`);
  }
  const names = differing.map(([name]) => name).join(', ');
  report(names ? 'changed' : 'ok', `${ENV_FILE}: ${names || 'as it was'}`);

  const inForce = { ...readFiles(), ...shell };
  const hidden = Object.keys(values).filter((name) => inForce[name] !== values[name]);
  if (hidden.length > 0) {
    report(
      'warning',
      `${hidden.join(', ')}: your shell or .env.development.local has another value, which takes precedence over ${ENV_FILE}`,
    );
  }
}

async function configure(environment: Environment, redirectUri: string): Promise<void> {
  const { origin } = new URL(redirectUri);
  const addedUri = await environment.addRedirectUri(redirectUri);
  report(addedUri ? 'changed' : 'ok', `Redirect URI ${redirectUri}`);
  const addedOrigin = await environment.addCorsOrigin(origin);
  report(addedOrigin ? 'changed' : 'ok', `CORS origin ${origin}`);

  const permissions = widgetPermissions();
  const existing = await environment.permissions();
  for (const { slug, name } of permissions) {
    if (existing.includes(slug)) continue;
    await environment.createPermission(slug, name);
    report('changed', `Permission ${slug}`);
  }

  const roles = await environment.roles();
  const admin =
    roles.find(({ slug }) => slug === ADMIN_ROLE) ?? (await environment.createRole(ADMIN_ROLE, 'Admin'));
  const missing = permissions.map(({ slug }) => slug).filter((slug) => !admin.permissions.includes(slug));
  for (const slug of missing) await environment.addPermissionToRole(ADMIN_ROLE, slug);
  report(
    missing.length > 0 ? 'changed' : 'ok',
    `Role ${ADMIN_ROLE}: ${missing.join(', ') || 'has every permission that the widgets need'}`,
  );
  await configureAuditLog(environment);
}

/** An environment without Audit Logs is fine: the app works without them. */
async function configureAuditLog(environment: Environment): Promise<void> {
  try {
    const existing = await environment.auditLogActions();
    const missing = Object.entries(auditLogSchemas).filter(([action]) => !existing.includes(action));
    for (const [action, schema] of missing) await environment.createAuditLogSchema(action, schema);
    const created = missing.map(([action]) => action).join(', ');
    report(created ? 'changed' : 'ok', `Audit log: ${created || 'has every action that the app logs'}`);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    report(
      'warning',
      `Audit log: ${error.message}. To keep one, add ${Object.keys(auditLogSchemas).join(', ')} with the target 'organization' at https://dashboard.workos.com/environment/audit-logs`,
    );
  }
}

/** Whether WorkOS answered, and an outage is not the reason. */
function isRefusal(error: unknown): error is WorkOSError {
  const status = error instanceof WorkOSError ? (error.status ?? 500) : 500;
  return status < 500 && status !== 429;
}

/** The permissions that the catalogue's widgets need, with their names for the dashboard. */
function widgetPermissions(): { slug: string; name: string }[] {
  return Object.values(widgets).flatMap(({ title, scopes }) =>
    scopes.map((slug) => ({ slug, name: `Widget: ${title}` })),
  );
}

function report(result: 'changed' | 'ok' | 'warning', what: string): void {
  if (result === 'changed') changes.push(what);
  console.log(`${result.padEnd(7)}  ${what}`);
}

function stop(): never {
  const done = changes.length === 0 ? 'Nothing was changed.' : `Done so far: ${changes.join('; ')}.`;
  console.error(`\nInterrupted. ${done} Run it again to complete.`);
  process.exit(130);
}
