/** Why an origin cannot be allowed, as a sentence; undefined when it can. */
export function corsOriginProblem(origin: string): string | undefined {
  // The URL parser takes a wildcard for a character like others; browsers send none.
  const isOrigin = /^https?:[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  return isOrigin
    ? undefined
    : 'An origin has a scheme and a host but no path, such as http://localhost:3000.';
}
