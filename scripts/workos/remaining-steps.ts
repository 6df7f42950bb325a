const DASHBOARD = 'https://dashboard.workos.com/environment';

/** What is left for a human: no operation of the published API does it. */
export function remainingSteps(origin: string): string {
  const steps: [what: string, why: string, where: string][] = [
    [
      'Choose how people sign in: password, passkey, social, MFA.',
      'A decision about your product, and the API has no operation for it.',
      `${DASHBOARD}/authentication`,
    ],
    [
      `Set the sign-in endpoint (also called initiate login URI) to ${origin}/sign-in, which links in mails lead to, and the sign-out redirect to ${origin}/.`,
      'The API adds redirect URIs and CORS origins, but sets neither of these.',
      `${DASHBOARD}/applications (your application, then Redirects)`,
    ],
    [
      "See that the default role, 'member' at first, has no permissions of widgets.",
      'The API neither says nor sets which role is the default.',
      `${DASHBOARD}/authorization`,
    ],
    [
      'Connect the providers that the integrations widgets offer.',
      'Each needs credentials of your account there, and the API has no operation for it.',
      `${DASHBOARD}/pipes`,
    ],
    [
      'If your support is to sign in as a customer, turn on User Impersonation, which is off by default.',
      'The API has no operation for it; only an admin of your WorkOS team can do it.',
      `${DASHBOARD}/authentication/features`,
    ],
  ];
  return [
    'Left for you in the WorkOS dashboard, in the environment of the key:',
    ...steps.map(([what, why, where], at) => `  ${at + 1}. ${what}\n     Why you: ${why}\n     ${where}`),
  ].join('\n');
}
