import 'server-only';

/** The longest name and value of a cookie together, in bytes. Browsers silently drop longer ones. */
const BYTES = 4096;

/** Whether a browser keeps this session cookie. If not, logs what to do, because the person can't fix it. */
export function fitsIntoCookie(name: string, value: string): boolean {
  const bytes = name.length + value.length;
  if (bytes <= BYTES) return true;
  console.error(
    `A session cookie has ${bytes} bytes, and browsers keep ${BYTES}. Give the role fewer permissions, or take ` +
      'claims out of the JWT template: both are in the access token.',
  );
  return false;
}
