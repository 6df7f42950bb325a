import type { ZxcvbnFactory } from '@zxcvbn-ts/core';

export interface PasswordStrength {
  /** From 0 to 4. */
  score: number;
  warning: string;
  suggestions: string[];
  /** Whether the password is known from data breaches. WorkOS asks haveibeenpwned.com. */
  isBreached: boolean;
}

/** Estimates how hard a password is to guess for someone who knows the email address. */
export async function measureStrength(password: string, email: string): Promise<PasswordStrength> {
  estimator ??= loadEstimator();
  const { zxcvbn, breached } = await estimator;
  const { score, feedback } = zxcvbn.check(password, email.split(/[@.]/));
  return {
    score,
    warning: feedback.warning ?? '',
    suggestions: feedback.suggestions,
    isBreached: breached.has(password.toLowerCase()),
  };
}

let estimator: Promise<{ zxcvbn: ZxcvbnFactory; breached: ReadonlySet<string | number> }> | undefined;

/** Loads the large word lists when the first password is checked, not at startup. */
async function loadEstimator() {
  const [{ ZxcvbnFactory }, common, english] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
    import('@zxcvbn-ts/language-en'),
  ]);
  const zxcvbn = new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...english.dictionary },
    graphs: common.adjacencyGraphs,
    translations: english.translations,
  });
  return { zxcvbn, breached: new Set(common.dictionary['passwords-common']) };
}
