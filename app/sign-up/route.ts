import { getSignUpUrl } from '@workos-inc/authkit-nextjs';
import { NextResponse } from 'next/server';
import { forgetOldSignIns } from '../sign-in/forget-old-sign-ins';

/** Starts a sign-up. */
export async function GET(): Promise<NextResponse> {
  await forgetOldSignIns();
  const url = await getSignUpUrl({ returnTo: '/users' });
  return NextResponse.redirect(url, { headers: { 'Cache-Control': 'no-store' } });
}
