import { handleAuth } from '@workos-inc/authkit-nextjs';
import { NextResponse } from 'next/server';
import { env } from '@/lib/env';

/** Where WorkOS sends people back to: exchanges the code and starts the session. */
export const GET = handleAuth({
  returnPathname: '/users',
  onError: () => NextResponse.redirect(new URL('/?problem=sign-in', env().redirectUri)),
});
