import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { confirm, input, password } from '@inquirer/prompts';
import { widgets } from '../../lib/widgets.ts';
import { EnvFileError, readEnvFile, updateEnvFile } from './env-file.ts';
import { apiOrigin, Environment, WorkOSError } from './environment.ts';

const HELP = `Sets this app up with your WorkOS environment. Safe to run again: it changes only what differs.

Usage: pnpm workos:setup [options]

  --api-key <key>      else WORKOS_API_KEY, else asked for (hidden)
  --client-id <id>     else WORKOS_CLIENT_ID, else asked for
  --app-url <url>      where the app runs (default http://localhost:3000)
  --admin-role <slug>  the role that gets the widgets' permissions (default admin)
  --yes                asks nothing; a live key needs it when there is no terminal
  --help               this text`;

const FILE = '.env.local';

/** What was typed or given is not right; nothing has been changed. */
class InputError extends Error {}

const { values: flags } = parseArgs({
  options: {
    'api-key': { type: 'string' },
    'client-id': { type: 'string' },
    'app-url': { type: 'string' },
    'admin-role': { type: 'string', default: 'admin' },
    yes: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

try {
  if (flags.help) console.log(HELP);
  else await setup();
} catch (error) {
  console.error(`\n${explain(error)}`);
  process.exitCode = 1;
}

async function setup(): Promise<void> {
  const known = { ...readEnvFile(FILE), ...process.env };
  const apiKey = await askApiKey(known.WORKOS_API_KEY);
  const clientId = await askClientId(known.WORKOS_CLIENT_ID);
  const redirectUri = new URL('/callback', appUrl(known.NEXT_PUBLIC_WORKOS_REDIRECT_URI)).toString();
  await confirmLiveKey(apiKey);

  const environment = new Environment({ apiOrigin: apiOrigin(known), apiKey, clientId });
  await prove(environment);

  const changed = updateEnvFile(FILE, {
    WORKOS_API_KEY: apiKey,
    WORKOS_CLIENT_ID: clientId,
    WORKOS_COOKIE_PASSWORD: cookiePassword(known.WORKOS_COOKIE_PASSWORD),
    NEXT_PUBLIC_WORKOS_REDIRECT_URI: redirectUri,
  });
  report(changed.length > 0, `${FILE}: ${changed.join(', ') || 'as it was'}`);

  await configure(environment, redirectUri);
  console.log(remainingSteps(new URL(redirectUri).origin));
}

async function askApiKey(known: string | undefined): Promise<string> {
  const given =
    flags['api-key'] ??
    known ??
    (await ask('api-key', () => password({ message: 'API key (sk_…):', mask: true })));
  const key = unwrap(given);
  if (key.startsWith('client_')) throw new InputError('That is a client ID. The API key begins with sk_.');
  if (!/^sk_\S+$/.test(key))
    throw new InputError('That is not an API key: those begin with sk_ and have no spaces.');
  return key;
}

async function askClientId(known: string | undefined): Promise<string> {
  const id = unwrap(
    flags['client-id'] ??
      known ??
      (await ask('client-id', () => input({ message: 'Client ID (client_…):' }))),
  );
  if (id.startsWith('sk_')) throw new InputError('That is an API key. The client ID begins with client_.');
  if (!/^client_\S+$/.test(id)) throw new InputError('That is not a client ID: those begin with client_.');
  return id;
}

/** Asks at a terminal; elsewhere the flag is needed. */
async function ask(flag: string, prompt: () => Promise<string>): Promise<string> {
  if (flags.yes || !process.stdin.isTTY) throw new InputError(`There is nobody to ask: give --${flag}.`);
  return prompt();
}

/** As pasted: with spaces around, or in quotes. */
function unwrap(text: string): string {
  return text
    .trim()
    .replace(/^(["'])(.*)\1$/, '$2')
    .trim();
}

function appUrl(knownRedirectUri: string | undefined): string {
  const url =
    flags['app-url'] ?? (knownRedirectUri && new URL(knownRedirectUri).origin) ?? 'http://localhost:3000';
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) {
    throw new InputError(`--app-url takes an address such as https://app.example.com, not '${url}'.`);
  }
  return url;
}

async function confirmLiveKey(apiKey: string): Promise<void> {
  if (!apiKey.startsWith('sk_live_') || flags.yes) return;
  const message = 'This is a key of a production environment. Set it up?';
  if (!process.stdin.isTTY) throw new InputError(`${message} Say so with --yes.`);
  if (!(await confirm({ message, default: false }))) throw new InputError('Nothing was changed.');
}

/** Before anything is written. */
async function prove(environment: Environment): Promise<void> {
  if (!(await environment.acceptsKey())) {
    throw new InputError('WorkOS does not accept this API key. It may be revoked, or incompletely copied.');
  }
  if (!(await environment.knowsClient())) throw new InputError('WorkOS does not know this client ID.');
  if (!(await environment.belongTogether())) {
    throw new InputError('The API key and the client ID are of different environments. Copy both from one.');
  }
  report(false, 'API key and client ID: accepted, and of one environment');
}

function cookiePassword(known: string | undefined): string {
  return known && known.length >= 32 ? known : randomBytes(32).toString('base64url');
}

async function configure(environment: Environment, redirectUri: string): Promise<void> {
  const { origin } = new URL(redirectUri);
  report(await environment.addRedirectUri(redirectUri), `Redirect URI ${redirectUri}`);
  report(await environment.addCorsOrigin(origin), `CORS origin ${origin}`);

  const permissions = widgetPermissions();
  const existing = await environment.permissions();
  for (const { slug, name } of permissions) {
    if (existing.includes(slug)) continue;
    await environment.createPermission(slug, name);
    report(true, `Permission ${slug}`);
  }

  const slug = flags['admin-role'];
  const roles = await environment.roles();
  const admin = roles.find((role) => role.slug === slug) ?? (await environment.createRole(slug, 'Admin'));
  const missing = permissions.filter((permission) => !admin.permissions.includes(permission.slug));
  for (const permission of missing) await environment.addPermissionToRole(slug, permission.slug);
  report(
    missing.length > 0,
    `Role ${slug}: ${missing.map((each) => each.slug).join(', ') || 'has all permissions of the widgets'}`,
  );
}

/** What the catalogue's widgets need, with the name that the dashboard shows. */
function widgetPermissions(): { slug: string; name: string }[] {
  return Object.values(widgets).flatMap(({ title, scopes }) =>
    scopes.map((slug) => ({ slug, name: `Widget: ${title}` })),
  );
}

function report(changed: boolean, what: string): void {
  console.log(`${changed ? 'changed' : 'ok     '}  ${what}`);
}

/** The API has no operation for these: they are settings of the dashboard alone. */
function remainingSteps(origin: string): string {
  return `
Left for you, at https://dashboard.workos.com (the API cannot do these):
  1. Authentication: choose how people sign in (password, social, passkey, MFA).
  2. Redirects: set the sign-in endpoint to ${origin}/sign-in, so that links in mails lead to your app,
     and the sign-out redirect to ${origin}.
  3. Roles: make 'member' (or another role without the widgets' permissions) the default role.
  4. Pipes: choose the integrations that you offer.
Then: pnpm workos:doctor, and pnpm dev`;
}

function explain(error: unknown): string {
  if (error instanceof InputError || error instanceof EnvFileError || error instanceof WorkOSError)
    return error.message;
  if (error instanceof Error && error.name === 'ExitPromptError')
    return 'Interrupted. Run it again to complete.';
  return error instanceof Error ? error.message : String(error);
}
