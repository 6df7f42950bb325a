import { getSignUpUrl } from '@workos-inc/authkit-nextjs';
import { NextResponse } from 'next/server';

/** Starts a sign-up. */
export async function GET(): Promise<NextResponse> {
  return NextResponse.redirect(await getSignUpUrl({ returnTo: '/users' }));
}
