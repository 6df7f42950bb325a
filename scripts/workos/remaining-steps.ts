const DASHBOARD = 'https://dashboard.workos.com/environment';

/** Steps that only a human can do, because the API has no operation for them. */
export function remainingSteps(origin: string): string {
  const steps: [what: string, why: string, where: string][] = [
    [
      'Choose how people sign in: password, passkey, social, MFA.',
      "It's a product decision, and the API has no operation for it.",
      `${DASHBOARD}/authentication`,
    ],
    [
      `Set the sign-in endpoint (also called initiate login URI) to ${origin}/sign-in, where links in emails lead, and the sign-out redirect to ${origin}/.`,
      'The API adds redirect URIs and CORS origins, but sets neither of these.',
      `${DASHBOARD}/applications (your application, then Redirects)`,
    ],
    [
      "See that the default role, 'member' at first, has no permissions of widgets.",
      'The API can neither read nor set the default role.',
      `${DASHBOARD}/authorization`,
    ],
    [
      'Connect the providers that the integrations widgets offer.',
      'Each needs credentials from your account with that provider, and the API has no operation for it.',
      `${DASHBOARD}/pipes`,
    ],
    [
      'To let your support team sign in as a customer, turn on User Impersonation, which is off by default.',
      'The API has no operation for it, and only an admin of your WorkOS team can do it.',
      `${DASHBOARD}/authentication/features`,
    ],
  ];
  return [
    "Remaining steps in the WorkOS dashboard, in the key's environment:",
    ...steps.map(([what, why, where], at) => `  ${at + 1}. ${what}\n     Why you: ${why}\n     ${where}`),
  ].join('\n');
}
