import { getSignInUrl } from '@workos-inc/authkit-nextjs';
import { type NextRequest, NextResponse } from 'next/server';
import { forgetOldSignIns } from './forget-old-sign-ins';

/**
 * Starts a sign-in. Set this route as the sign-in endpoint in the WorkOS dashboard: links in invitation emails lead
 * here, with their token.
 */
export async function GET(request: NextRequest): Promise<NextResponse> {
  await forgetOldSignIns();
  const url = new URL(await getSignInUrl({ returnTo: '/users' }));
  const invitationToken = request.nextUrl.searchParams.get('invitation_token');
  if (invitationToken) url.searchParams.set('invitation_token', invitationToken);
  return NextResponse.redirect(url, { headers: { 'Cache-Control': 'no-store' } });
}
