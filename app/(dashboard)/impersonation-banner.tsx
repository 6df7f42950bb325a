import { withAuth } from '@workos-inc/authkit-nextjs';
import { AuthKitProvider, Impersonation } from '@workos-inc/authkit-nextjs/components';
import { env } from '@/lib/env';

/** AuthKit's banner: says whom you impersonate, and lets you stop. Only loaded for such sessions. */
export async function ImpersonationBanner() {
  const { accessToken: _stays, ...initialAuth } = await withAuth();
  return (
    <AuthKitProvider initialAuth={initialAuth}>
      <Impersonation returnTo={new URL('/', env().redirectUri).toString()} />
    </AuthKitProvider>
  );
}
