import { getSignUpUrl } from '@workos-inc/authkit-nextjs';
import { type NextRequest, NextResponse } from 'next/server';
import { forgetOldSignIns } from '@/lib/unfinished-sign-ins';

/** Starts a sign-up. */
export async function GET(request: NextRequest): Promise<NextResponse> {
  const url = await getSignUpUrl({ returnTo: '/users' });
  return forgetOldSignIns(request, NextResponse.redirect(url, { headers: { 'Cache-Control': 'no-store' } }));
}
