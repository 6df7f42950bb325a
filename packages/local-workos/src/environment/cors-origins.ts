/** Returns why an origin cannot be allowed, or undefined if it can. */
export function corsOriginProblem(origin: string): string | undefined {
  // The URL parser accepts a wildcard as an ordinary character, but browsers never send one.
  const isOrigin = /^https?:[^*]+$/.test(origin) && URL.canParse(origin) && new URL(origin).origin === origin;
  return isOrigin
    ? undefined
    : 'An origin has a scheme and a host but no path, such as http://localhost:3000.';
}
