import 'server-only';

/** Browsers drop a cookie whose name and value are longer, without a word. */
const BYTES = 4096;

/** Whether a browser keeps a session cookie. If not, says in the log what to do: the person cannot do it. */
export function fitsIntoCookie(name: string, value: string): boolean {
  const bytes = name.length + value.length;
  if (bytes <= BYTES) return true;
  console.error(
    `A session cookie has ${bytes} bytes, and browsers keep ${BYTES}. Give the role fewer permissions, or take ` +
      'claims out of the JWT template: both are in the access token.',
  );
  return false;
}
