import './globals.css';

import { Theme } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE } from '@/lib/theme';

export const metadata: Metadata = {
  title: { default: 'WorkOS Widgets starter', template: '%s · WorkOS Widgets starter' },
  description: 'User management, organization settings and account pages with WorkOS Widgets.',
};

/** Runs before the first paint: only the browser knows what the system is set to. */
const SYSTEM_THEME =
  "document.documentElement.className = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'";

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" className={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        {theme === 'system' && (
          // biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, with the nonce of this request.
          <script nonce={nonce} dangerouslySetInnerHTML={{ __html: SYSTEM_THEME }} suppressHydrationWarning />
        )}
        <Theme accentColor="iris" grayColor="slate" radius="medium">
          {children}
        </Theme>
      </body>
    </html>
  );
}
