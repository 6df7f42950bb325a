/** More than any value of WorkOS's API has. Deeper ones exhaust the stack of whatever walks them. */
const MAX_DEPTH = 50;

/** Whether a JSON value is nested too deeply. Goes level by level: a function that calls itself has the same problem. */
export function isTooDeep(value: unknown): boolean {
  let level = [value];
  for (let at = 0; at <= MAX_DEPTH && level.length > 0; at++) {
    level = level.flatMap((item) => (typeof item === 'object' && item ? Object.values(item) : []));
  }
  return level.length > 0;
}
