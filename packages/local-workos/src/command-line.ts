import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs, parseEnv } from 'node:util';
import { corsOriginProblem } from './environment/cors-origins.ts';
import { redirectUriProblem } from './environment/redirect-uris.ts';
import { signInEndpointProblem } from './environment/sign-in-endpoint.ts';
import { DEFAULT_OPTIONS, type Options } from './http/options.ts';
import { defined } from './store/defined.ts';
import { endpointUrlProblem } from './webhooks/endpoint-url.ts';

export const HELP = `Local WorkOS: the WorkOS API on your machine, for development.

Usage: local-workos [options] [-- <command>]

With a command, runs it next to Local WorkOS, with WORKOS_API_KEY and the other variables that AuthKit reads
pointing to it. When one stops, so does the other. Example: local-workos --origin http://localhost:3000 -- npm run dev

  --port <number>              Port to listen on (default ${DEFAULT_OPTIONS.port})
  --data <folder>              Folder for the data (default ${DEFAULT_OPTIONS.data})
  --seed <file>                Start with a YAML or JSON seed file instead of the example data
  --reset                      Delete the data and start over with the seed
  --latency <ms>               Delay added to each response (default ${DEFAULT_OPTIONS.latency})
  --widget-token-ttl <s>       Lifetime of widget tokens in seconds (default ${DEFAULT_OPTIONS.widgetTokenTtl})
  --access-token-ttl <s>       Lifetime of access tokens in seconds (default ${DEFAULT_OPTIONS.accessTokenTtl})
  --refresh-token-grace <s>    How long a used refresh token still works, in seconds; 0 is strict (default ${DEFAULT_OPTIONS.refreshTokenGrace})
  --origin <origin>            Your app: its pages can call Local WorkOS, and its /callback is an allowed
                               redirect URI (default ${DEFAULT_OPTIONS.origins.join(', ')})
  --redirect-uri <uri>         Another allowed redirect URI, such as http://localhost:*/auth/callback
  --cors-origin <origin>       Another origin whose pages can call Local WorkOS
  --sign-in-endpoint <url>     Where your app starts sign-in. "Sign in as", impersonation, and invitations
                               go there (default: /sign-in of the first --origin)
  --webhook <url>              Where your app receives webhooks: every event, signed with WORKOS_WEBHOOK_SECRET, which
                               the command gets too
  --help                       Show this text

You can repeat --origin, --redirect-uri, and --cors-origin.`;

export interface CommandLine {
  options: Options;
  /** Path of a seed file; undefined for the example data. */
  seed: string | undefined;
  reset: boolean;
  help: boolean;
  /** The command after `--` to run next to the server; empty if there is none. */
  command: readonly string[];
}

/** Reads the flags. @throws Error that names the invalid flag. */
export function readCommandLine(args: string[]): CommandLine {
  const dashes = args.indexOf('--');
  const values = parse(dashes < 0 ? args : args.slice(0, dashes));
  const options = {
    port: number('port', values.port, 0, 65_535),
    data: values.data,
    latency: number('latency', values.latency, 0, 60_000),
    widgetTokenTtl: number('widget-token-ttl', values['widget-token-ttl'], 1, 86_400),
    accessTokenTtl: number('access-token-ttl', values['access-token-ttl'], 1, 86_400),
    refreshTokenGrace: number('refresh-token-grace', values['refresh-token-grace'], 0, 3600),
    origins: values.origin?.map(checked('origin', corsOriginProblem)),
    redirectUris: values['redirect-uri']?.map(checked('redirect-uri', redirectUriProblem)),
    corsOrigins: values['cors-origin']?.map(checked('cors-origin', corsOriginProblem)),
    signInEndpoint:
      values['sign-in-endpoint'] &&
      checked('sign-in-endpoint', signInEndpointProblem)(values['sign-in-endpoint']),
    webhook: values.webhook && checked('webhook', endpointUrlProblem)(values.webhook),
  };
  return {
    options: { ...DEFAULT_OPTIONS, ...defined(options) },
    seed: values.seed,
    reset: values.reset ?? false,
    help: values.help ?? false,
    command: dashes < 0 ? [] : args.slice(dashes + 1),
  };
}

/** Where frameworks read an app's variables from, in development. */
const ENV_FILES = ['.env', '.env.development', '.env.local', '.env.development.local'];

/**
 * Refuses to start beside an app that has a live key in one of its files: it may be meant for WorkOS.
 * @param folder The app's.
 * @throws Error that names the file.
 */
export function refuseLiveKeyFiles(folder: string): void {
  for (const name of ENV_FILES) {
    const file = join(folder, name);
    if (!existsSync(file)) continue;
    if (parseEnv(readFileSync(file, 'utf8')).WORKOS_API_KEY?.startsWith('sk_live_')) {
      throw new Error(
        `WORKOS_API_KEY in ${name} is a live key. Remove it before you start Local WorkOS here.`,
      );
    }
  }
}

/**
 * Refuses to start where Local WorkOS could be mistaken for WorkOS.
 * @throws Error in production or with a live key.
 */
export function refuseProduction(env: NodeJS.ProcessEnv): void {
  if (env.NODE_ENV === 'production') {
    throw new Error('Local WorkOS is for development and does not start with NODE_ENV=production.');
  }
  if (env.WORKOS_API_KEY?.startsWith('sk_live_')) {
    throw new Error('WORKOS_API_KEY is a live key. Unset it before you start Local WorkOS.');
  }
}

/** Returns one line that says what to do. */
export function explainStartError(error: unknown): string {
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${error.port} is in use. Stop the program that uses it, or choose another port with --port.`;
  }
  return error instanceof Error ? error.message : String(error);
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        data: { type: 'string' },
        seed: { type: 'string' },
        reset: { type: 'boolean' },
        latency: { type: 'string' },
        'widget-token-ttl': { type: 'string' },
        'access-token-ttl': { type: 'string' },
        'refresh-token-grace': { type: 'string' },
        origin: { type: 'string', multiple: true },
        'redirect-uri': { type: 'string', multiple: true },
        'cors-origin': { type: 'string', multiple: true },
        'sign-in-endpoint': { type: 'string' },
        webhook: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    // Node's message explains flags in general after its first sentence.
    const [problem] = String(error instanceof Error ? error.message : error).split(/\.\s|\n/);
    throw new Error(`${problem}. See --help.`);
  }
}

function number(flag: string, text: string | undefined, min: number, max: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`--${flag} takes a whole number from ${min} to ${max}, not '${text}'.`);
  }
  return value;
}

/** @param problem Returns what is wrong with a value, or undefined. */
function checked(flag: string, problem: (text: string) => string | undefined): (text: string) => string {
  return (text) => {
    const message = problem(text);
    if (message) throw new Error(`--${flag} does not accept '${text}'. ${message}`);
    return text;
  };
}
