import { Text } from '@radix-ui/themes';
import { Suspense } from 'react';
import { organizationName } from '@/lib/organization';
import type { Session } from '@/lib/session';
import styles from './impersonation-banner.module.css';
import { SignOutButton } from './sign-out-button';

/**
 * Says whom an impersonator acts as, and lets them stop. AuthKit's own banner would add six server actions to every
 * page, for everyone.
 */
export function ImpersonationBanner({ session }: { session: Session }) {
  return (
    <aside className={styles.banner} aria-label="Impersonation">
      <Text size="2" className="breakable">
        You are impersonating <strong>{session.user.email}</strong>
        <Suspense>
          <Within organizationId={session.organizationId} />
        </Suspense>
        .
      </Text>
      <SignOutButton>Stop</SignOutButton>
    </aside>
  );
}

async function Within({ organizationId }: { organizationId: string | undefined }) {
  const name = await organizationName(organizationId);
  return name ? (
    <>
      {' '}
      within the <strong>{name}</strong> organization
    </>
  ) : null;
}
