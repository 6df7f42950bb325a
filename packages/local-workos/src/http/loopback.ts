/**
 * The same URL at the other name of this machine: `localhost` for `127.0.0.1`, and the reverse. Apps and browsers use
 * both. Whoever compares URLs compares this one too, in full, so nothing else is admitted.
 * @returns Undefined for URLs of other hosts, and for those that are not `http:`.
 */
export function atOtherLoopbackName(url: string): string | undefined {
  const [, host, rest] = /^http:\/\/(localhost|127\.0\.0\.1)((?:[:/?#].*)?)$/s.exec(url) ?? [];
  if (host === undefined) return undefined;
  return `http://${host === 'localhost' ? '127.0.0.1' : 'localhost'}${rest}`;
}
