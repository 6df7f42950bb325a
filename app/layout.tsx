import './globals.css';

import { Theme } from '@radix-ui/themes';
import type { Metadata } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { env, envProblems } from '@/lib/env';
import { PRODUCT } from '@/lib/product';
import { THEME_SCRIPT } from '@/lib/theme';
import { WebVitals } from './web-vitals';

/** Link previews need absolute URLs. The environment has the origin once the app is set up. */
export function generateMetadata(): Metadata {
  const { name, description } = PRODUCT;
  const images = [{ url: '/social.png', width: 1200, height: 630, alt: name }];
  return {
    ...(envProblems().length === 0 ? { metadataBase: new URL(new URL(env().redirectUri).origin) } : {}),
    title: { default: name, template: `%s · ${name}` },
    description,
    applicationName: name,
    openGraph: { type: 'website', siteName: name, title: name, description, images },
    twitter: { card: 'summary_large_image', title: name, description, images },
  };
}

export default async function RootLayout({ children }: { children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const webVitalsUrl = envProblems().length === 0 ? env().webVitalsUrl : undefined;
  return (
    <html lang="en" suppressHydrationWarning>
      {/* Browser extensions add attributes to <body>. */}
      <body suppressHydrationWarning>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: a constant, with the nonce of this request. */}
        <script nonce={nonce} dangerouslySetInnerHTML={{ __html: THEME_SCRIPT }} suppressHydrationWarning />
        <Theme accentColor="iris" grayColor="slate" radius="medium" panelBackground="solid">
          {children}
        </Theme>
        {webVitalsUrl && <WebVitals url={webVitalsUrl} />}
      </body>
    </html>
  );
}
