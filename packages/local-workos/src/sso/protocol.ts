import type { LocalWorkOS } from '../http/context.ts';
import type { Connection } from '../store/connections.ts';

/** Who signs in, as the identity provider says. */
export interface Profile {
  email: string;
  firstName: string | null;
  lastName: string | null;
}

/** Why an answer of the identity provider lets nobody in. */
export type AnswerProblem = 'denied' | 'certificate_expired' | 'invalid_answer';

export type Answer = { ok: true; profile: Profile } | { ok: false; problem: AnswerProblem };

/** What is said about one way to the identity provider and back. */
export interface Exchange {
  /** The id of the SAML request, the nonce of OpenID Connect. */
  requestId: string;
  relayState: string;
}

/** A protocol as WorkOS speaks it: asking, and checking the answer. */
export interface ServiceProviderProtocol {
  /** Where the browser goes to ask for a sign-in. @param loginHint Whom the page should suggest. */
  requestUrl(
    local: LocalWorkOS,
    connection: Connection,
    exchange: Exchange,
    loginHint: string | undefined,
  ): string;
  /** What the posted answer says, once its signature, audience, time and request are found to be right. */
  readAnswer(
    local: LocalWorkOS,
    connection: Connection,
    requestId: string,
    form: Record<string, string>,
  ): Promise<Answer>;
}

/** A protocol as the identity provider speaks it: understanding the request, and answering it. */
export interface IdentityProviderProtocol {
  /** Undefined when the request is not one that the provider takes. */
  readRequest(
    local: LocalWorkOS,
    connection: Connection,
    query: Record<string, string>,
  ): Exchange | undefined;
  /** The fields of the form that is posted to WorkOS. @param profile Left out, the sign-in is denied. */
  answer(
    local: LocalWorkOS,
    connection: Connection,
    exchange: Exchange,
    profile: Profile | undefined,
  ): Promise<Record<string, string>>;
}
