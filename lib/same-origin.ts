/**
 * Whether a request comes from a page of this app, or from no page at all. Browsers say so themselves, in
 * `Sec-Fetch-Site`; those that do not still send `Origin` with a POST.
 * @param appOrigin Where the app is, e.g. `https://example.com`.
 */
export function isSameOrigin(headers: Headers, appOrigin: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin === null || origin === appOrigin;
}
