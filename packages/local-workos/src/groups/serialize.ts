import type { Group } from '../store/groups.ts';

export function serializeGroup(group: Group) {
  return { object: 'group' as const, ...group };
}
