/** A hash in the PHC string format: https://github.com/P-H-C/phc-string-format */
export interface PhcString {
  id: string;
  version: string | undefined;
  parameters: ReadonlyMap<string, string>;
  salt: Buffer;
  hash: Buffer;
}

/** Splits a PHC string that has both a salt and a hash. Returns undefined if it is malformed. */
export function parsePhc(text: string): PhcString | undefined {
  const [, id, version, list, encodedSalt = '', encodedHash = ''] = PHC.exec(text) ?? [];
  const salt = decodeB64(encodedSalt);
  const hash = decodeB64(encodedHash);
  if (id === undefined || list === undefined || !salt || !hash) return undefined;
  const pairs = list.split(',').map((pair) => /^([a-z\d-]{1,32})=(.+)$/.exec(pair));
  const parameters = new Map(pairs.flatMap((pair) => (pair?.[1] && pair[2] ? [[pair[1], pair[2]]] : [])));
  // A parameter that is malformed or named twice.
  if (parameters.size !== pairs.length) return undefined;
  return { id, version, parameters, salt, hash };
}

const PHC = /^\$([a-z\d-]{1,32})(?:\$v=(\d+))?\$([^$]+)\$([^$]+)\$([^$]+)$/;

/** Base64 without padding. Returns undefined if it is malformed. */
export function decodeB64(text: string): Buffer | undefined {
  const isB64 = /^[A-Za-z\d+/]+$/.test(text) && text.length % 4 !== 1;
  return isB64 ? Buffer.from(text, 'base64') : undefined;
}

/** A parameter that is a decimal number within limits. */
export function numberIn(
  { parameters }: PhcString,
  name: string,
  minimum: number,
  maximum: number,
): number | undefined {
  const text = parameters.get(name) ?? '';
  const value = /^[1-9]\d{0,9}$/.test(text) ? Number(text) : Number.NaN;
  return value >= minimum && value <= maximum ? value : undefined;
}
