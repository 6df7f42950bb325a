/**
 * Why a session could not be renewed. Only `ended` is the end of it: the others pass, and the session is kept.
 * `unavailable`: WorkOS did not answer, or not with an answer. `misconfigured`: WorkOS refuses the app itself.
 */
export type RefreshFailure = 'ended' | 'unavailable' | 'misconfigured';

/** Errors of OAuth that speak of the app, not of the session: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2 */
const ABOUT_THE_APP: ReadonlySet<unknown> = new Set(['invalid_client', 'unauthorized_client']);

/** @param error What `authenticateWithRefreshToken` threw, or the error that wraps it. */
export function refreshFailure(error: unknown): RefreshFailure {
  // The token in the cookie is none: AuthKit looked into it before it would have asked.
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_JWT_INVALID')
    return 'ended';
  const { status, code } = answerOf(error);
  if (status === 401 || ABOUT_THE_APP.has(code)) return 'misconfigured';
  // WorkOS answers 400 or 403 with an error code when it has decided: `invalid_grant`, `sso_required` and so on.
  return (status === 400 || status === 403) && code !== undefined ? 'ended' : 'unavailable';
}

function answerOf(error: unknown): { status?: unknown; code?: unknown } {
  if (typeof error !== 'object' || error === null) return {};
  if ('status' in error) {
    const { error: oauth, code } = error as { error?: unknown; code?: unknown };
    return { status: error.status, code: oauth ?? code };
  }
  return 'cause' in error ? answerOf(error.cause) : {};
}
