import type { LocalWorkOS } from '../http/context.ts';
import type { Connection } from '../store/connections.ts';

/** The person who signs in, according to the identity provider. */
export interface Profile {
  email: string;
  firstName: string | null;
  lastName: string | null;
}

/** The person in a response, with all that the identity provider says of them. */
export interface IdentifiedProfile extends Profile {
  /** The person's permanent id at the identity provider. */
  subject: string;
  attributes: Record<string, unknown>;
}

/** Why a response of the identity provider is rejected. */
export type AnswerProblem = 'denied' | 'certificate_expired' | 'invalid_answer';

export type Answer = { ok: true; profile: IdentifiedProfile } | { ok: false; problem: AnswerProblem };

/** The identifiers of one round trip to the identity provider. */
export interface Exchange {
  /** The ID of the SAML request, or the nonce of OpenID Connect. */
  requestId: string;
  relayState: string;
}

/** WorkOS's side of a protocol: sends requests and checks responses. */
export interface ServiceProviderProtocol {
  /** Returns the URL that requests a sign-in. @param loginHint The address that the page should suggest. */
  requestUrl(
    local: LocalWorkOS,
    connection: Connection,
    exchange: Exchange,
    loginHint: string | undefined,
  ): string;
  /** Reads the posted response after checking its signature, audience, time, and request. */
  readAnswer(
    local: LocalWorkOS,
    connection: Connection,
    requestId: string,
    form: Record<string, string>,
  ): Promise<Answer>;
}

/** The identity provider's side of a protocol: reads requests and responds to them. */
export interface IdentityProviderProtocol {
  /** Returns undefined for a request that the provider does not accept. */
  readRequest(
    local: LocalWorkOS,
    connection: Connection,
    query: Record<string, string>,
  ): Exchange | undefined;
  /** Returns the fields of the form that is posted to WorkOS. @param profile Omit it to deny the sign-in. */
  answer(
    local: LocalWorkOS,
    connection: Connection,
    exchange: Exchange,
    profile: Profile | undefined,
  ): Promise<Record<string, string>>;
}
