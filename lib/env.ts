import 'server-only';

import { z } from 'zod';

/** The app's configuration. In `app/` and `lib/`, only this file reads environment variables. */
export interface Env {
  apiKey: string;
  clientId: string;
  /** Where WorkOS sends people back to after sign-in, e.g. `https://example.com/callback`. */
  redirectUri: string;
  /** Where WorkOS's API is. AuthKit reads the same variables. */
  api: { hostname: string; https: boolean; port: number | undefined; origin: string };
  /** AuthKit's session cookie. */
  cookie: { name: string; domain: string | undefined };
  /** Verifies that webhooks come from WorkOS. Without it, the app receives none. */
  webhookSecret: string | undefined;
  /** Where browsers send how fast pages were. Without it, nothing is measured. */
  webVitalsUrl: string | undefined;
}

/** A missing or invalid variable, and how to fix it. */
export interface EnvProblem {
  variable: string;
  problem: string;
  fix: string;
}

const DASHBOARD = 'https://dashboard.workos.com';

const variables = z.object({
  WORKOS_API_KEY: z
    .string('is missing')
    .regex(/^sk_\S+$/, 'is not an API key: those begin with sk_')
    .describe(`Copy it from ${DASHBOARD}/api-keys.`),
  WORKOS_CLIENT_ID: z
    .string('is missing')
    .regex(/^client_\S+$/, 'is not a client ID: those begin with client_')
    .describe(`Copy it from ${DASHBOARD}/api-keys.`),
  WORKOS_COOKIE_PASSWORD: z
    .string('is missing')
    .min(32, 'is shorter than 32 characters')
    .describe('Make one with: openssl rand -base64 32'),
  NEXT_PUBLIC_WORKOS_REDIRECT_URI: z
    .string('is missing')
    .pipe(z.url({ protocol: /^https?$/, error: 'is not a URL' }))
    .refine((uri) => !URL.canParse(uri) || new URL(uri).pathname === '/callback', {
      error: 'does not end in /callback, which is where this app takes people back',
    })
    .describe(
      `Your app's address with /callback. Add the same under Redirects of your application at ${DASHBOARD}/environment/applications.`,
    ),
  WORKOS_API_HOSTNAME: z.string().default('api.workos.com').describe('Leave it out to use WorkOS itself.'),
  WORKOS_API_PORT: z.coerce
    .number('is not a port')
    .int('is not a port')
    .optional()
    .describe('Leave it out to use WorkOS itself.'),
  WORKOS_COOKIE_NAME: z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'has characters that a cookie’s name cannot have')
    .default('wos-session')
    .describe('Leave it out to use AuthKit’s name.'),
  WORKOS_COOKIE_DOMAIN: z.string().optional().describe('Leave it out to use the host of the app.'),
  WORKOS_COOKIE_SAMESITE: z
    .enum(['lax', 'none'], {
      error: ({ input }) =>
        input === 'strict'
          ? 'is strict, with which nobody can sign in: the way back from WorkOS would not carry the cookie'
          : 'is neither lax nor none',
    })
    .default('lax')
    .describe('Leave it out to use lax.'),
  WORKOS_COOKIE_MAX_AGE: z.coerce
    .number('is not a number of seconds')
    .int('is not a number of seconds')
    .positive('is not a number of seconds')
    .optional()
    .describe('Leave it out to use 400 days.'),
  WORKOS_WEBHOOK_SECRET: z
    .string()
    .optional()
    .describe(`Copy it from the endpoint at ${DASHBOARD}/webhooks, or leave it out to receive no webhooks.`),
  WEB_VITALS_URL: z
    .url({ protocol: /^https?$/, error: 'is not a URL' })
    .optional()
    .describe('Leave it out to measure nothing.'),
  WORKOS_API_HTTPS: z
    .enum(['true', 'false'], 'is neither true nor false')
    .default('true')
    .describe('Leave it out to use WorkOS itself.'),
});

/** What browsers demand of a cookie's settings. They silently drop one that breaks a rule, and nobody could sign in. */
const checked = variables.superRefine((values, context) => {
  if (!URL.canParse(values.NEXT_PUBLIC_WORKOS_REDIRECT_URI)) return;
  const { protocol, hostname } = new URL(values.NEXT_PUBLIC_WORKOS_REDIRECT_URI);
  const refuse = (path: keyof typeof values, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (values.WORKOS_COOKIE_SAMESITE === 'none' && protocol !== 'https:') {
    refuse('WORKOS_COOKIE_SAMESITE', 'is none, which browsers accept over https only');
  }
  const domain = values.WORKOS_COOKIE_DOMAIN?.replace(/^\./, '');
  if (domain && hostname !== domain && !hostname.endsWith(`.${domain}`)) {
    refuse('WORKOS_COOKIE_DOMAIN', `does not include ${hostname}, the host of the redirect URI`);
  }
  const name = values.WORKOS_COOKIE_NAME;
  if (name.startsWith('__Host-') && domain) {
    refuse('WORKOS_COOKIE_NAME', 'starts with __Host-, which browsers accept without a domain only');
  } else if (/^__(Host|Secure)-/.test(name) && protocol !== 'https:') {
    refuse('WORKOS_COOKIE_NAME', 'starts with __Host- or __Secure-, which browsers accept over https only');
  }
});

/** Lists what the setup page shows. Empty when the app can run. */
export function envProblems(): EnvProblem[] {
  const result = parse();
  if (result.success) return [];
  return result.error.issues.map((issue) => {
    const variable = String(issue.path[0]);
    const schema = variables.shape[variable as keyof typeof variables.shape];
    return { variable, problem: issue.message, fix: schema.description ?? '' };
  });
}

/** @throws Error naming every variable that is missing or wrong. */
export function env(): Env {
  const result = parse();
  if (!result.success) {
    throw new Error(
      envProblems()
        .map(({ variable, problem, fix }) => `${variable} ${problem}. ${fix}`)
        .join('\n'),
    );
  }
  const { data } = result;
  const api = {
    hostname: data.WORKOS_API_HOSTNAME,
    https: data.WORKOS_API_HTTPS === 'true',
    port: data.WORKOS_API_PORT,
  };
  return {
    apiKey: data.WORKOS_API_KEY,
    clientId: data.WORKOS_CLIENT_ID,
    redirectUri: data.NEXT_PUBLIC_WORKOS_REDIRECT_URI,
    cookie: { name: data.WORKOS_COOKIE_NAME, domain: data.WORKOS_COOKIE_DOMAIN },
    webhookSecret: data.WORKOS_WEBHOOK_SECRET,
    webVitalsUrl: data.WEB_VITALS_URL,
    api: {
      ...api,
      origin: `${api.https ? 'https' : 'http'}://${api.hostname}${api.port ? `:${api.port}` : ''}`,
    },
  };
}

/** Reads `process.env` as a whole, because Next inlines variables that are named in the code at build time. */
function parse() {
  const present = Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== ''));
  return checked.safeParse({ NEXT_PUBLIC_WORKOS_REDIRECT_URI: vercelRedirectUri(present), ...present });
}

/** On Vercel, the address comes from system variables: https://vercel.com/docs/environment-variables/system-environment-variables */
function vercelRedirectUri(present: NodeJS.Dict<string>): string | undefined {
  const host =
    present.VERCEL_ENV === 'production'
      ? present.VERCEL_PROJECT_PRODUCTION_URL
      : (present.VERCEL_BRANCH_URL ?? present.VERCEL_URL);
  return host && `https://${host}/callback`;
}
