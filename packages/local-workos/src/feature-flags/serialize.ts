import type { FeatureFlag, FlagTarget } from '../store/feature-flags.ts';

export function serializeFlag(flag: FeatureFlag) {
  return {
    object: 'feature_flag' as const,
    id: flag.id,
    slug: flag.slug,
    name: flag.name,
    description: flag.description,
    owner: flag.owner === null ? null : JSON.parse(flag.owner),
    tags: JSON.parse(flag.tags),
    enabled: flag.enabled === 1,
    default_value: flag.default_value === 1,
    created_at: flag.created_at,
    updated_at: flag.updated_at,
  };
}

/** A flag with its targets, as the SDK's runtime client evaluates it. */
export function serializeFlagForRuntime(flag: FeatureFlag, targets: readonly FlagTarget[]) {
  const enabled = (ids: (string | null | undefined)[]) =>
    ids.flatMap((id) => (id ? [{ id, enabled: true }] : []));
  return {
    slug: flag.slug,
    enabled: flag.enabled === 1,
    default_value: flag.default_value === 1,
    targets: {
      users: enabled(targets.map(({ user_id }) => user_id)),
      organizations: enabled(targets.map(({ organization_id }) => organization_id)),
    },
  };
}
