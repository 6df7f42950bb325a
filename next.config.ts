import type { NextConfig } from 'next';

const config: NextConfig = {
  // Tests use their own build folder, so they can run next to `pnpm dev`.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // `pnpm build:standalone`: a folder that plain Node runs.
  ...(process.env.NEXT_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  poweredByHeader: false,
  // The app shows no images that need it, and its address would answer to everyone.
  images: { unoptimized: true },
  // Pages have stricter headers, from proxy.ts, which doesn't see files.
  headers: async () =>
    [
      '/_next/static/:path*',
      '/:file(icons?\\.svg|apple-icon\\.png|robots\\.txt|manifest\\.webmanifest|.*\\.png)',
    ].map((source) => ({
      source,
      headers: [
        {
          key: 'Content-Security-Policy',
          value: "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
        },
        { key: 'X-Content-Type-Options', value: 'nosniff' },
        { key: 'X-Frame-Options', value: 'DENY' },
      ],
    })),
  typedRoutes: true,
  // A page that was loaded in advance (page-link.tsx) is shown for half a minute, not for five.
  experimental: { staleTimes: { static: 30 } },
  // The callback's URL carries a code, which must not be logged.
  logging: { incomingRequests: { ignore: [/^\/callback/] } },
};

export default config;
