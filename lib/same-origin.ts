/**
 * Whether a request comes from a page of this app, or from no page at all. Browsers say so in `Sec-Fetch-Site`; older
 * ones send at least `Origin` with a POST.
 * @param appOrigin The app's origin, e.g. `https://example.com`.
 */
export function isSameOrigin(headers: Headers, appOrigin: string): boolean {
  const site = headers.get('sec-fetch-site');
  if (site) return site === 'same-origin';
  const origin = headers.get('origin');
  return origin === null || origin === appOrigin;
}
