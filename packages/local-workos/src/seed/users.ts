import bcrypt from 'bcryptjs';
import { z } from 'zod';
import { LOCALES } from '../http/locales.ts';
import { mergeMetadata, metadataSchema } from '../http/metadata.ts';
import { emailAddress, personName } from '../http/request-body.ts';
import { TOTP_ISSUER } from '../mfa/authentication-factors.ts';
import { isImportable } from '../passwords/imported-hash.ts';
import { createFactor } from '../store/authentication-factors.ts';
import { encrypt } from '../store/encryption.ts';
import { newId } from '../store/ids.ts';
import { IDENTITY_PROVIDERS } from '../store/oauth-providers.ts';
import { picturePath } from '../users/pictures.ts';
import { at, history, organizationId, type SeedContext, timestampAt, userId } from './context.ts';
import { createdAt, id } from './fields.ts';
import { userMembershipSchema } from './memberships.ts';
import { seedSession, sessionSchema } from './sessions.ts';

const identitySchema = z.strictObject({
  provider: z.enum(IDENTITY_PROVIDERS),
  idp_id: z.string().min(1).describe("The person's id at the provider."),
  email: emailAddress.optional().describe('Omit it if the person keeps it private.'),
  created_at: createdAt,
});

export const userSchema = z
  .strictObject({
    id: id.optional().meta({ examples: ['user_01E4ZCR3C56J083X43JQXF3JK5'] }),
    email: emailAddress,
    email_verified: z.boolean().default(true),
    first_name: personName.optional(),
    last_name: personName.optional(),
    name: personName.optional().describe('The full name. Defaults to the first and the last name.'),
    profile_picture_url: z
      .string()
      .regex(/^(generated$|https?:\/\/)/, 'Use an http(s) URL or "generated".')
      .optional()
      .describe('An http(s) URL, or "generated" for initials that Local WorkOS draws.'),
    locale: z.enum(LOCALES).optional(),
    external_id: z.string().min(1).max(128).optional(),
    metadata: metadataSchema.default({}),
    created_at: createdAt,
    password: z
      .string()
      .min(1)
      .refine((password) => !bcrypt.truncates(password), 'Use at most 72 bytes.')
      .nullable()
      .optional()
      .describe('In plain text; stored as a hash. Defaults to `defaultPassword`; null means no password.'),
    password_hash: z
      .string()
      .refine(isImportable, 'Use a hash in a format that WorkOS imports.')
      .optional()
      .describe('A hash in a format that WorkOS imports, instead of a password.'),
    totp_secret: z
      .string()
      .regex(/^[A-Z2-7]{16,}$/, 'Use at least 16 Base32 characters: A to Z and 2 to 7.')
      .optional()
      .describe('Sets up an authenticator app. The person must enter its code at sign-in.'),
    memberships: z.array(userMembershipSchema).default([]),
    identities: z.array(identitySchema).default([]).describe('Linked OAuth accounts.'),
    sessions: z.array(sessionSchema).default([]).describe('Where the person is signed in.'),
  })
  .refine(({ password, password_hash }) => !(password && password_hash), {
    error: 'Use password or password_hash, not both.',
    path: ['password_hash'],
  });

type SeededUser = z.output<typeof userSchema>;

export function seedUsers(context: SeedContext): void {
  const hash = passwordHasher();
  for (const user of context.seed.users) {
    insertUser(context, user, hash);
    if (user.totp_secret) insertAuthenticator(context, user, user.totp_secret);
    for (const identity of user.identities) insertIdentity(context, user, identity);
  }
}

/** Seeds sessions, which refer to organizations, so those must exist first. */
export function seedSessions(context: SeedContext): void {
  for (const { email, sessions } of context.seed.users) {
    for (const session of sessions) {
      const organization = session.organization && organizationId(context, session.organization);
      seedSession(context, userId(context, email), organization || undefined, session);
    }
  }
}

function insertUser(context: SeedContext, user: SeededUser, hash: (password: string) => string): void {
  const id = user.id ?? newId('user', at(context, user.created_at));
  const password = user.password === undefined ? context.seed.defaultPassword : user.password;
  const generated = user.profile_picture_url === 'generated';
  context.db.insert('users', {
    id,
    email: user.email,
    email_verified: Number(user.email_verified),
    first_name: user.first_name,
    last_name: user.last_name,
    name: user.name,
    profile_picture_url: generated ? picturePath(id) : user.profile_picture_url,
    locale: user.locale,
    external_id: user.external_id,
    metadata: mergeMetadata(undefined, user.metadata),
    password_hash: user.password_hash ?? (password ? hash(password) : undefined),
    ...history(context, user.created_at),
  });
}

/**
 * Hashes each password once, at a low cost. The file has the plain text anyway, and expensive hashes for dozens
 * of people would slow down the start.
 */
function passwordHasher(): (password: string) => string {
  const COST = 4;
  const hashes = new Map<string, string>();
  return (password) => {
    const hash = hashes.get(password) ?? bcrypt.hashSync(password, COST);
    hashes.set(password, hash);
    return hash;
  };
}

function insertAuthenticator(context: SeedContext, user: SeededUser, secret: string): void {
  createFactor(context.db, {
    type: 'totp',
    user_id: userId(context, user.email),
    totp_issuer: TOTP_ISSUER,
    totp_user: user.email,
    encrypted_totp_secret: encrypt(context.db, secret),
    verified_at: timestampAt(context, user.created_at) ?? context.now.toISOString(),
  });
}

function insertIdentity(
  context: SeedContext,
  user: SeededUser,
  { created_at, ...identity }: z.output<typeof identitySchema>,
): void {
  const dates = history(context, created_at);
  context.db.insert('oauth_profiles', {
    ...identity,
    ...dates,
    user_id: userId(context, user.email),
    first_name: user.first_name,
    last_name: user.last_name,
    last_login_at: dates.created_at,
  });
}
