import { z } from 'zod';
import { corsOriginProblem } from '../environment/cors-origins.ts';
import { redirectUriProblem } from '../environment/redirect-uris.ts';
import { signInEndpointProblem } from '../environment/sign-in-endpoint.ts';
import { jwtTemplateProblem } from '../jwt-templates/validate.ts';
import { authenticationSettings, writeAuthenticationSettings } from '../store/authentication-settings.ts';
import { saveContinueAsChoices } from '../store/continue-as.ts';
import { addCorsOrigin } from '../store/cors-origins.ts';
import { saveSeedPassword, saveSignInEndpoint } from '../store/environment.ts';
import { writeJwtTemplate } from '../store/jwt-template.ts';
import { listActiveMemberships } from '../store/memberships.ts';
import { OAUTH_PROVIDERS } from '../store/oauth-providers.ts';
import { addRedirectUri } from '../store/redirect-uris.ts';
import { organizationId, type SeedContext, userId } from './context.ts';
import { email, organization } from './fields.ts';

export const redirectUriSchema = checked(redirectUriProblem);
export const corsOriginSchema = checked(corsOriginProblem);
export const signInEndpointSchema = checked(signInEndpointProblem);
export const jwtTemplateSchema = z.strictObject({ content: checked(jwtTemplateProblem) });

const wholeNumber = (min: number, max: number) => z.number().int().min(min).max(max).optional();

export const authenticationSchema = z.strictObject({
  passwords: z.boolean().optional().describe('Whether people can sign in with email and password.'),
  password_policy: z
    .strictObject({
      minimum_length: wholeNumber(6, 64),
      minimum_strength: wholeNumber(0, 4).describe('On the scale of zxcvbn.'),
      require_uppercase: z.boolean().optional(),
      require_lowercase: z.boolean().optional(),
      require_number: z.boolean().optional(),
      require_symbol: z.boolean().optional(),
      reject_breached: z.boolean().optional(),
      reject_last: wholeNumber(1, 10).describe('How many recent passwords cannot be reused.'),
    })
    .default({}),
  mfa: z.enum(['off', 'optional', 'required']).optional(),
  passkeys: z.boolean().optional(),
  passkey_enrollment: z.boolean().optional(),
  providers: z
    .array(z.enum(OAUTH_PROVIDERS))
    .optional()
    .describe('Providers with a button on the sign-in page.'),
});

export const continueAsSchema = z.strictObject({ email, organization: organization.optional() });

/** The number of people that fit on the sign-in page. */
const CONTINUE_AS_CHOICES = 6;

export function seedEnvironment(context: SeedContext): void {
  const { db, seed } = context;
  for (const uri of seed.redirectUris) addRedirectUri(db, uri);
  for (const origin of seed.corsOrigins) addCorsOrigin(db, origin);
  if (seed.signInEndpoint) saveSignInEndpoint(db, seed.signInEndpoint);
  if (seed.jwtTemplate) writeJwtTemplate(db, seed.jwtTemplate.content);
  if (seed.defaultPassword) saveSeedPassword(db, seed.defaultPassword);
  if (seed.authentication) seedAuthentication(context, seed.authentication);
  seedContinueAs(context);
}

function seedAuthentication({ db }: SeedContext, settings: z.output<typeof authenticationSchema>): void {
  const { password_policy: policy, passkey_enrollment: passkeyEnrollment, ...rest } = settings;
  writeAuthenticationSettings(
    db,
    authenticationSettings.parse({
      ...rest,
      passkeyEnrollment,
      passwordPolicy: {
        minimumLength: policy.minimum_length,
        minimumStrength: policy.minimum_strength,
        requireUppercase: policy.require_uppercase,
        requireLowercase: policy.require_lowercase,
        requireNumber: policy.require_number,
        requireSymbol: policy.require_symbol,
        rejectBreached: policy.reject_breached,
        rejectLast: policy.reject_last,
      },
    }),
  );
}

/** Uses the people in the file. Defaults to the first people, each in their most recent organization. */
function seedContinueAs(context: SeedContext): void {
  const { db, seed } = context;
  const choices = seed.continueAs?.map(({ email, organization }) => ({
    userId: userId(context, email),
    organizationId: organization && organizationId(context, organization),
  }));
  const first = seed.users.slice(0, CONTINUE_AS_CHOICES).map(({ email }) => {
    const id = userId(context, email);
    return { userId: id, organizationId: listActiveMemberships(db, id)[0]?.organization_id };
  });
  saveContinueAsChoices(db, choices ?? first);
}

/** Text that passes a check. @param problem Returns what is wrong with it, or undefined. */
function checked(problem: (text: string) => string | undefined) {
  return z.string().superRefine((text, { addIssue }) => {
    const message = problem(text);
    if (message) addIssue({ code: 'custom', message, input: text });
  });
}
