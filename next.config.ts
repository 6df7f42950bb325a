import type { NextConfig } from 'next';

const config: NextConfig = {
  // Tests use their own build folder, so they can run next to `pnpm dev`.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  // `pnpm build:standalone`: a folder that plain Node runs.
  ...(process.env.NEXT_OUTPUT === 'standalone' ? { output: 'standalone' } : {}),
  poweredByHeader: false,
  typedRoutes: true,
  // The callback's URL carries a code, which must not be logged.
  logging: { incomingRequests: { ignore: [/^\/callback/] } },
};

export default config;
