/** Returns why a URL cannot be the sign-in endpoint, or undefined if it can. */
export function signInEndpointProblem(url: string): string | undefined {
  const isAddress = /^https?:\/\//.test(url) && URL.canParse(url) && new URL(url).hash === '';
  return isAddress
    ? undefined
    : 'A sign-in endpoint must be a full URL, such as http://localhost:3000/login.';
}
