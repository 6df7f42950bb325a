import type { LocalWorkOS } from './context.ts';
import { CLIENT_ID } from './options.ts';
import { signOnWorker } from './signatures.ts';

/** The identity and permissions in a token, before the store confirms that they still apply. */
export interface TokenClaims {
  userId: string | undefined;
  organizationId: string | undefined;
  /** The session of an access token. Widget tokens have none. */
  sessionId: string | undefined;
  permissions: readonly string[];
}

/** Returns the claims of an unexpired token that this server signed, else undefined. */
export async function verifyToken(local: LocalWorkOS, token: string): Promise<TokenClaims | undefined> {
  try {
    const { jwtVerify } = await import('jose');
    const { payload } = await jwtVerify(token, (await local.signingKey).publicKey, {
      algorithms: ['RS256'],
      issuer: issuer(local),
      currentDate: local.db.now(),
    });
    // A token without a person is the organization's; one with something else in that place is nobody's.
    if (payload.sub !== undefined && typeof payload.sub !== 'string') return undefined;
    return {
      userId: payload.sub,
      organizationId: typeof payload.org_id === 'string' ? payload.org_id : undefined,
      sessionId: typeof payload.sid === 'string' ? payload.sid : undefined,
      permissions: Array.isArray(payload.permissions) ? payload.permissions : [],
    };
  } catch {
    return undefined;
  }
}

/** Signs claims as a JWT of this environment that expires after `lifetimeSeconds`. */
export async function sign(
  local: LocalWorkOS,
  lifetimeSeconds: number,
  claims: Record<string, unknown>,
): Promise<string> {
  const key = await local.signingKey;
  const issuedAt = Math.floor(local.db.now().getTime() / 1000);
  const payload = {
    ...claims,
    jti: crypto.randomUUID(),
    iss: issuer(local),
    iat: issuedAt,
    exp: issuedAt + lifetimeSeconds,
  };
  const signed = `${encode({ alg: 'RS256', kid: key.kid, typ: 'JWT' })}.${encode(payload)}`;
  return `${signed}.${(await signOnWorker(key.privateKey, signed)).toString('base64url')}`;
}

function encode(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function issuer(local: LocalWorkOS): string {
  return `${local.origin}/user_management/${CLIENT_ID}`;
}
