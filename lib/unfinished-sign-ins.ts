import 'server-only';

import type { NextRequest, NextResponse } from 'next/server';
import { env } from './env.ts';

/** AuthKit keeps a cookie of ten minutes for each sign-in that was begun. */
export const UNFINISHED_SIGN_IN = 'wos-auth-verifier';

/** More than anybody has under way at once, and far fewer than make a server answer 431. */
const MOST = 8;

/** Forgets the sign-ins that a browser has begun and not finished, when there are too many to send along. */
export function forgetOldSignIns(request: NextRequest, response: NextResponse): NextResponse {
  const begun = request.cookies.getAll().filter(({ name }) => name.startsWith(UNFINISHED_SIGN_IN));
  if (begun.length <= MOST) return response;
  const { domain } = env().cookie;
  for (const { name } of begun) {
    response.headers.append('Set-Cookie', `${name}=; Path=/; Max-Age=0${domain ? `; Domain=${domain}` : ''}`);
  }
  return response;
}
