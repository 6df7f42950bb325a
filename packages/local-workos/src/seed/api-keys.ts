import { z } from 'zod';
import { obfuscate } from '../store/api-keys.ts';
import { requireRow } from '../store/database.ts';
import { saveApiKeys } from '../store/environment.ts';
import { hashSecret, newId, newSecret } from '../store/ids.ts';
import { findMembershipOf } from '../store/memberships.ts';
import { at, history, organizationId, type SeedContext, timestampAt, userId } from './context.ts';
import { createdAt, email, id, moment, organization } from './fields.ts';

export const apiKeySchema = z
  .strictObject({
    id: id.optional(),
    name: z.string().min(1).optional(),
    organization: organization
      .optional()
      .describe(
        'The owner, by name or id. Omit it for a secret key of the environment, which apps call the API with.',
      ),
    email: email.optional().describe('The member who owns it, by email.'),
    value: z
      .string()
      .regex(/^sk_[A-Za-z0-9_-]+$/, 'Start with sk_, then use letters, digits, "_", and "-".')
      .refine((value) => !value.startsWith('sk_live_'), 'Local WorkOS does not accept live keys.')
      .optional()
      .describe('A fixed value. Defaults to a random one that is never shown.'),
    permissions: z.array(z.string()).default([]).describe('Slugs of `permissions`.'),
    created_at: createdAt,
    last_used_at: moment.optional(),
    expires_at: moment.optional().describe('Defaults to never.'),
  })
  .superRefine(({ organization, value, name, ...key }, { addIssue }) => {
    const issue = (key: string, message: string) =>
      addIssue({ code: 'custom', message, path: [key], input: undefined });
    if (organization) {
      if (!name) issue('name', 'An organization key needs a name.');
      return;
    }
    if (!value) issue('value', 'An environment key needs a value.');
    if (key.email) issue('email', 'Name the organization too. The key belongs to one of its members.');
    if (key.permissions.length > 0) issue('permissions', 'An environment key has every permission.');
    if (key.expires_at) issue('expires_at', 'An environment key does not expire.');
  });

type SeededKey = z.output<typeof apiKeySchema>;

export function seedApiKeys(context: SeedContext): void {
  const ofEnvironment: string[] = [];
  for (const key of context.seed.apiKeys) {
    if (key.organization) insertKey(context, key, key.organization);
    else if (key.value) ofEnvironment.push(key.value);
  }
  if (ofEnvironment.length > 0) saveApiKeys(context.db, ofEnvironment);
}

function insertKey(context: SeedContext, key: SeededKey, organization: string): void {
  const { db } = context;
  const owner = organizationId(context, organization);
  const member =
    key.email === undefined
      ? undefined
      : requireRow(findMembershipOf(db, userId(context, key.email), owner)).id;
  const value = key.value ?? `sk_${newSecret()}`;
  const id = key.id ?? newId('api_key', at(context, key.created_at));
  db.insert('api_keys', {
    id,
    organization_id: owner,
    organization_membership_id: member,
    name: key.name,
    value_hash: hashSecret(value),
    obfuscated_value: obfuscate(value),
    last_used_at: timestampAt(context, key.last_used_at),
    expires_at: timestampAt(context, key.expires_at),
    ...history(context, key.created_at),
  });
  for (const permission of key.permissions) {
    db.insert('api_key_permissions', { api_key_id: id, permission_slug: permission });
  }
}
