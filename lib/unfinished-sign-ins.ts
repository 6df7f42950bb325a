import 'server-only';

/** AuthKit keeps a cookie of ten minutes, whose name begins like this, for each sign-in that was begun. */
export const UNFINISHED_SIGN_IN = 'wos-auth-verifier';

/** More than anybody has under way at once, and far fewer than make a server answer 431. */
const MOST = 8;

/** Those of a request's cookies to forget, when a browser has begun too many sign-ins to send them all along. */
export function oldSignIns(cookies: readonly { name: string }[]): string[] {
  const begun = cookies.map(({ name }) => name).filter((name) => name.startsWith(UNFINISHED_SIGN_IN));
  return begun.length > MOST ? begun : [];
}
