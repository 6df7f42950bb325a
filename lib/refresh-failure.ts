/**
 * Why a session couldn't be renewed. Only `ended` ends it; after the others the session is kept.
 * `unavailable`: WorkOS didn't answer, or its answer made no sense. `misconfigured`: WorkOS rejects the app itself.
 */
export type RefreshFailure = 'ended' | 'unavailable' | 'misconfigured';

/** OAuth errors about the app, not the session: https://datatracker.ietf.org/doc/html/rfc6749#section-5.2 */
const ABOUT_THE_APP: ReadonlySet<unknown> = new Set(['invalid_client', 'unauthorized_client']);

/** @param error What `authenticateWithRefreshToken` threw, or the error that wraps it. */
export function refreshFailure(error: unknown): RefreshFailure {
  // The token in the cookie can't be decoded. AuthKit reads it before it calls WorkOS.
  if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_JWT_INVALID')
    return 'ended';
  const { status, code } = answerOf(error);
  if (status === 401 || ABOUT_THE_APP.has(code)) return 'misconfigured';
  // WorkOS answers 400 or 403 with an error code once it has decided: `invalid_grant`, `sso_required`, and so on.
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
