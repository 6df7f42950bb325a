/** Why an address cannot be the sign-in endpoint, as a sentence; undefined when it can. */
export function signInEndpointProblem(url: string): string | undefined {
  const isAddress = /^https?:\/\//.test(url) && URL.canParse(url) && new URL(url).hash === '';
  return isAddress
    ? undefined
    : 'A sign-in endpoint must be a full URL, such as http://localhost:3000/login.';
}
