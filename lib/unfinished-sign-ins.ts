import 'server-only';

/** AuthKit sets a ten-minute cookie, with this prefix, for every sign-in that starts. */
export const UNFINISHED_SIGN_IN = 'wos-auth-verifier';

/** More sign-ins than anyone has open at once, and far fewer than make a server answer 431. */
const MOST = 8;

/** The cookies to delete when a browser has started too many sign-ins. */
export function oldSignIns(cookies: readonly { name: string }[]): string[] {
  const begun = cookies.map(({ name }) => name).filter((name) => name.startsWith(UNFINISHED_SIGN_IN));
  return begun.length > MOST ? begun : [];
}
