import './globals.css';

import { Theme } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { THEME_SCRIPT } from '@/lib/theme';

export const metadata: Metadata = {
  title: { default: 'WorkOS Widgets starter', template: '%s · WorkOS Widgets starter' },
  description: 'User management, organization settings and account pages with WorkOS Widgets.',
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      <body>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, with the nonce of this request. */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} suppressHydrationWarning />
        <Theme accentColor="iris" grayColor="slate" radius="medium" panelBackground="solid">
          {children}
        </Theme>
      </body>
    </html>
  );
}
