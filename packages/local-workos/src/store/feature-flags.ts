import { type Database, requireRow } from './database.ts';
import { newId } from './ids.ts';

export interface FeatureFlag {
  id: string;
  slug: string;
  name: string;
  description: string | null;
  /** JSON: an array of labels. */
  tags: string;
  /** JSON: the address and name of whoever looks after the flag. */
  owner: string | null;
  /** Whether anybody has it at all. */
  enabled: number;
  /** Whether those who are no target have it. */
  default_value: number;
  created_at: string;
  updated_at: string;
}

/** A user or an organization that has the flag whenever it is enabled. */
export type FlagTarget =
  | { user_id: string; organization_id?: null }
  | { organization_id: string; user_id?: null };

type StoredTarget = FlagTarget & { feature_flag_id: string };

export function listFeatureFlags(db: Database): FeatureFlag[] {
  return db.all<FeatureFlag>('SELECT * FROM feature_flags ORDER BY slug');
}

export function findFeatureFlag(db: Database, slug: string): FeatureFlag | undefined {
  return db.get<FeatureFlag>('SELECT * FROM feature_flags WHERE slug = :slug', { slug });
}

export function createFeatureFlag(
  db: Database,
  fields: Pick<FeatureFlag, 'slug' | 'name'> & Partial<FeatureFlag>,
): FeatureFlag {
  const now = db.timestamp();
  db.insert('feature_flags', { id: newId('flag'), created_at: now, updated_at: now, ...fields });
  return requireRow(findFeatureFlag(db, fields.slug));
}

/** Changes whether the flag is enabled, or its default. One that is so already keeps its `updated_at`. */
export function updateFeatureFlag(
  db: Database,
  flag: FeatureFlag,
  changes: { enabled?: 0 | 1; default_value?: 0 | 1 },
): FeatureFlag {
  const { enabled = flag.enabled, default_value = flag.default_value } = changes;
  if (enabled === flag.enabled && default_value === flag.default_value) return flag;
  db.update('feature_flags', flag.id, { ...changes, updated_at: db.timestamp() });
  return requireRow(findFeatureFlag(db, flag.slug));
}

export function deleteFeatureFlag(db: Database, { id }: FeatureFlag): void {
  db.run('DELETE FROM feature_flags WHERE id = :id', { id });
}

/** The targets of a flag, the oldest first. */
export function listFlagTargets(db: Database, { id }: FeatureFlag): FlagTarget[] {
  return db.all<StoredTarget>(
    'SELECT * FROM feature_flag_targets WHERE feature_flag_id = :id ORDER BY rowid',
    {
      id,
    },
  );
}

/** The targets of every flag, by the flag's id. */
export function targetsByFlag(db: Database): Map<string, FlagTarget[]> {
  const targets = db.all<StoredTarget>('SELECT * FROM feature_flag_targets ORDER BY rowid');
  return Map.groupBy(targets, ({ feature_flag_id }) => feature_flag_id);
}

/** Adds a target. Nothing changes for one that is there already. */
export function addFlagTarget(db: Database, { id }: FeatureFlag, target: FlagTarget): void {
  db.run(
    `INSERT OR IGNORE INTO feature_flag_targets (feature_flag_id, user_id, organization_id, created_at)
     VALUES (:id, :userId, :organizationId, :now)`,
    { id, ...columnsOf(target), now: db.timestamp() },
  );
}

/** Removes a target, if it is one. */
export function removeFlagTarget(db: Database, { id }: FeatureFlag, target: FlagTarget): void {
  db.run(
    `DELETE FROM feature_flag_targets
     WHERE feature_flag_id = :id AND user_id IS :userId AND organization_id IS :organizationId`,
    { id, ...columnsOf(target) },
  );
}

function columnsOf(target: FlagTarget) {
  return { userId: target.user_id ?? null, organizationId: target.organization_id ?? null };
}

/** SQL: the flags that an organization has, for the parameter `organizationId`. */
export const FLAGS_OF_ORGANIZATION = enabledFor('organization_id = :organizationId');

/** SQL: the flags that a user has in at least one of their organizations, for the parameter `userId`. */
export const FLAGS_OF_USER = enabledFor(
  `user_id = :userId OR organization_id IN
   (SELECT organization_id FROM organization_memberships WHERE user_id = :userId AND status = 'active')`,
);

/** The slugs of the flags that a user has while they act in an organization, or in none. */
export function enabledFlagSlugs(db: Database, userId: string, organizationId: string | null): string[] {
  const select = enabledFor('user_id = :userId OR organization_id = :organizationId');
  const flags = db.all<FeatureFlag>(`${select} ORDER BY slug`, { userId, organizationId });
  return flags.map(({ slug }) => slug);
}

/** Evaluates as the SDK's runtime client does: a target can only turn a flag on. */
function enabledFor(isTarget: string): string {
  return `SELECT * FROM feature_flags WHERE enabled = 1 AND (default_value = 1 OR id IN
    (SELECT feature_flag_id FROM feature_flag_targets WHERE ${isTarget}))`;
}
