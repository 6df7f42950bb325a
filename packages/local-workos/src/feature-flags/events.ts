import { type EventDraft, eventSource } from '../events/event-source.ts';
import { CLIENT_ID, ENVIRONMENT_ID } from '../http/options.ts';
import type { FeatureFlag } from '../store/feature-flags.ts';
import { serializeFlag } from './serialize.ts';

type NotedFlag = FeatureFlag & {
  organizations: { id: string; name: string }[];
  users: { id: string; email: string }[];
};

/** Changes of them alone are an update of the flag. Those of the default and of targets are one of its rule. */
const ATTRIBUTES = ['name', 'description', 'tags', 'enabled'] as const;

export const featureFlagEvents = eventSource<NotedFlag>({
  kind: 'feature_flag',
  table: 'feature_flags',
  extras: {
    organizations: (row) => `json((SELECT json_group_array(json_object('id', organizations.id, 'name', name))
      FROM feature_flag_targets AS target JOIN organizations ON organizations.id = target.organization_id
      WHERE target.feature_flag_id = ${row}.id))`,
    users: (row) => `json((SELECT json_group_array(json_object('id', users.id, 'email', email))
      FROM feature_flag_targets AS target JOIN users ON users.id = target.user_id
      WHERE target.feature_flag_id = ${row}.id))`,
  },
  parts: { feature_flag_targets: (row) => `noted.id = ${row}.feature_flag_id` },
  // The flag stays, but loses a target that its row no longer names.
  endsWith: {
    users: (row) =>
      `noted.id IN (SELECT feature_flag_id FROM feature_flag_targets WHERE user_id = ${row}.id)`,
    organizations: (row) =>
      `noted.id IN (SELECT feature_flag_id FROM feature_flag_targets WHERE organization_id = ${row}.id)`,
  },
  eventOf({ before, after }) {
    if (before && after) return updateOf(before, after);
    const flag = after ?? before;
    return flag && draft(after ? 'flag.created' : 'flag.deleted', flag);
  },
});

function updateOf(before: NotedFlag, after: NotedFlag): EventDraft | undefined {
  const data = changed(serializeFlag(before), serializeFlag(after), [...ATTRIBUTES, 'default_value']);
  const rule = changed(ruleOf(before), ruleOf(after), ['access_type', 'configured_targets']);
  if (Object.keys(rule).length > 0) {
    return draft('flag.rule_updated', after, {
      ...ruleOf(after),
      previous_attributes: { data, context: rule },
    });
  }
  if (Object.keys(data).length === 0) return undefined;
  return draft('flag.updated', after, { previous_attributes: { data } });
}

function draft(name: EventDraft['name'], flag: NotedFlag, context: object = {}): EventDraft {
  return {
    name,
    data: { ...serializeFlag(flag), environment_id: ENVIRONMENT_ID },
    // A change of a table does not tell who made it.
    context: {
      client_id: CLIENT_ID,
      actor: { id: ENVIRONMENT_ID, source: 'system', name: 'Local WorkOS' },
      ...context,
    },
  };
}

function ruleOf({ default_value, organizations, users }: NotedFlag) {
  const some = organizations.length + users.length > 0 ? 'some' : 'none';
  return {
    access_type: default_value === 1 ? ('all' as const) : (some as 'some' | 'none'),
    configured_targets: { organizations, users },
  };
}

/** What attributes were, of those that are different now. */
function changed<Row extends object>(before: Row, after: Row, names: readonly (keyof Row)[]): Partial<Row> {
  const entries = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(entries.map((name) => [name, before[name]])) as Partial<Row>;
}
