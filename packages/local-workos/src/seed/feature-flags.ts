import { z } from 'zod';
import { flagFields } from '../feature-flags/fields.ts';
import { addFlagTarget, createFeatureFlag } from '../store/feature-flags.ts';
import { newId } from '../store/ids.ts';
import { at, history, organizationId, type SeedContext, userId } from './context.ts';
import { createdAt, email, id, organization } from './fields.ts';

export const featureFlagSchema = z.strictObject({
  id: id.optional(),
  ...flagFields,
  tags: z.array(z.string().min(1)).default([]),
  owner: z
    .strictObject({
      email: z.email(),
      first_name: z.string().nullable().default(null),
      last_name: z.string().nullable().default(null),
    })
    .optional()
    .describe('Who looks after the flag.'),
  enabled: z.boolean().default(false).describe('Whether anybody has it at all.'),
  default_value: z
    .boolean()
    .default(false)
    .describe('Whether users and organizations that are no target have it.'),
  targets: z
    .strictObject({ users: z.array(email).default([]), organizations: z.array(organization).default([]) })
    .prefault({})
    .describe('The users and organizations that have it.'),
  created_at: createdAt,
});

export function seedFeatureFlags(context: SeedContext): void {
  const { db, seed } = context;
  for (const { id, created_at, targets, owner, tags, ...flag } of seed.featureFlags) {
    const created = createFeatureFlag(db, {
      id: id ?? newId('flag', at(context, created_at)),
      slug: flag.slug,
      name: flag.name,
      description: flag.description ?? null,
      tags: JSON.stringify(tags),
      owner: owner ? JSON.stringify(owner) : null,
      enabled: Number(flag.enabled),
      default_value: Number(flag.default_value),
      ...history(context, created_at),
    });
    for (const email of targets.users) addFlagTarget(db, created, { user_id: userId(context, email) });
    for (const reference of targets.organizations) {
      addFlagTarget(db, created, { organization_id: organizationId(context, reference) });
    }
  }
}
